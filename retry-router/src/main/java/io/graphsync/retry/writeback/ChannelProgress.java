package io.graphsync.retry.writeback;

import io.graphsync.outbox.progress.Heartbeat;
import io.graphsync.outbox.progress.Passage;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far the event partitions have come, by what was read from one partition of the retry topic. Everything that it knows
 * comes again with each passage, so nothing of it is kept. One thread.
 */
final class ChannelProgress {
    private static final Comparator<Heartbeat> NEWEST_FIRST =
            Comparator.comparingLong(Heartbeat::beat).reversed();

    private final Map<String, Heartbeat> passed = new HashMap<>();

    /** Takes note of a passage. Older news than what is known changes nothing. */
    void add(Passage passage) {
        passage.passed()
                .forEach((partition, heartbeat) ->
                        passed.merge(partition, heartbeat, (known, next) -> next.beat() > known.beat() ? next : known));
    }

    /**
     * Returns the newest heartbeat that as many partitions have passed as there are, empty where none is known to. How
     * many there are is told by the heartbeats from there on: partitions may have been added since, and those that are
     * gone hold up nobody.
     */
    Optional<Heartbeat> watermark() {
        List<Heartbeat> newestFirst =
                passed.values().stream().sorted(NEWEST_FIRST).toList();
        int needed = 0;
        int known = 0;
        for (Heartbeat heartbeat : newestFirst) {
            needed = Math.max(needed, heartbeat.partitions());
            known++;
            if (known >= needed) {
                return Optional.of(heartbeat);
            }
        }
        return Optional.empty();
    }
}
