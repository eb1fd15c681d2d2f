package io.graphsync.source.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SlotStateTest {
    private static final long MB = 1 << 20;

    @Test
    void a_slot_that_nobody_reads_is_usable_and_one_that_is_read_is_busy() {
        assertThat(SlotState.of(Optional.of(facts("reserved", "", Optional.empty(), 0))))
                .isInstanceOf(SlotState.Usable.class);
        assertThat(SlotState.of(Optional.of(facts("reserved", "", Optional.of(7), 0))))
                .isInstanceOf(SlotState.Busy.class);
        assertThat(SlotState.of(Optional.empty())).isEqualTo(new SlotState.Absent());
    }

    @Test
    void a_lost_slot_tells_cause_and_way_out() {
        assertThat(reason("lost", ""))
                .contains("WAL that it still needed was removed", "max_slot_wal_keep_size = 100 MB")
                .contains("./graphsync slot create --reread");
        assertThat(reason("lost", "wal_removed")).contains("WAL that it still needed was removed");
        assertThat(reason("lost", "idle_timeout")).contains("idle_replication_slot_timeout");
        assertThat(reason("lost", "wal_level_insufficient")).contains("wal_level");
        assertThat(reason("lost", "something_new")).contains("something_new");
    }

    @Test
    void the_alarm_rises_with_what_the_slot_holds_back() {
        assertThat(alarm("reserved", 50)).isEqualTo(SlotAlarm.NONE);
        assertThat(alarm("reserved", 51)).isEqualTo(SlotAlarm.HALF);
        assertThat(alarm("extended", 81)).isEqualTo(SlotAlarm.MOST);
        assertThat(alarm("unreserved", 10)).isEqualTo(SlotAlarm.UNRESERVED);
    }

    @Test
    void without_a_limit_there_is_no_alarm() {
        SlotFacts unlimited = new SlotFacts(
                "graphsync",
                "pgoutput",
                "app",
                true,
                Optional.empty(),
                "extended",
                "",
                Long.MAX_VALUE,
                OptionalLong.empty(),
                "0/1",
                0);

        assertThat(SlotAlarm.of(unlimited)).isEqualTo(SlotAlarm.NONE);
    }

    private static String reason(String walStatus, String invalidation) {
        SlotState state = SlotState.of(Optional.of(facts(walStatus, invalidation, Optional.empty(), 0)));
        assertThat(state).isInstanceOf(SlotState.Lost.class);
        return ((SlotState.Lost) state).reason();
    }

    private static SlotAlarm alarm(String walStatus, long retainedMb) {
        return SlotAlarm.of(facts(walStatus, "", Optional.of(7), retainedMb));
    }

    private static SlotFacts facts(
            String walStatus, String invalidation, Optional<Integer> activePid, long retainedMb) {
        return new SlotFacts(
                "graphsync",
                "pgoutput",
                "app",
                true,
                activePid,
                walStatus,
                invalidation,
                retainedMb * MB,
                OptionalLong.of(100 * MB),
                "0/1",
                0);
    }
}
