package io.graphsync.source;

import io.graphsync.source.database.SlotAlarm;
import io.graphsync.source.database.SlotFacts;
import io.graphsync.source.database.SlotState;
import io.graphsync.source.metrics.SlotReading;
import io.graphsync.source.metrics.SourceMeters;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows how the replication slot is, and warns before the server gives it up. Owned by one thread. */
final class SlotWatch {
    private static final Logger log = LoggerFactory.getLogger(SlotWatch.class);
    private static final Duration REPEAT = Duration.ofMinutes(5);

    private final SourceMeters meters;
    private final InstantSource clock;
    private SlotAlarm told = SlotAlarm.NONE;
    private long toldMillis;

    SlotWatch(SourceMeters meters, InstantSource clock) {
        this.meters = meters;
        this.clock = clock;
    }

    /** Takes what the server says now. */
    void see(SlotState state) {
        switch (state) {
            case SlotState.Absent absent -> meters.slot(SlotReading.ABSENT);
            case SlotState.Foreign foreign -> meters.slot(SlotReading.UNKNOWN);
            case SlotState.Lost lost -> meters.slot(reading(lost.facts(), false, "lost"));
            case SlotState.Usable usable -> seeFacts(usable.facts(), false);
            case SlotState.Busy busy -> seeFacts(busy.facts(), true);
        }
    }

    private void seeFacts(SlotFacts facts, boolean active) {
        meters.slot(reading(facts, active, facts.walStatus()));
        warn(SlotAlarm.of(facts), facts);
    }

    private static SlotReading reading(SlotFacts facts, boolean active, String walStatus) {
        double limit = facts.limitBytes().isPresent() ? facts.limitBytes().getAsLong() : Double.POSITIVE_INFINITY;
        return new SlotReading(facts.retainedBytes(), limit, facts.lagBytes(), active, walStatus);
    }

    private void warn(SlotAlarm alarm, SlotFacts facts) {
        boolean worse = alarm.compareTo(told) > 0;
        boolean again = alarm == told && clock.millis() - toldMillis > REPEAT.toMillis();
        if (alarm != SlotAlarm.NONE && (worse || again)) {
            log.atWarn()
                    .addKeyValue("slot", facts.name())
                    .addKeyValue("alarm", alarm)
                    .addKeyValue("retained_bytes", facts.retainedBytes())
                    .addKeyValue("limit_bytes", facts.limitBytes().orElse(-1))
                    .addKeyValue("wal_status", facts.walStatus())
                    .log("PostgreSQL keeps much WAL for the slot and will give it up at the limit;"
                            + " see docs/operations/slot.md");
            toldMillis = clock.millis();
        }
        told = alarm;
    }
}
