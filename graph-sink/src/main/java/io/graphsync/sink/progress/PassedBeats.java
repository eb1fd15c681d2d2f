package io.graphsync.sink.progress;

import io.graphsync.outbox.progress.Heartbeat;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * The heartbeat that passed each assigned partition last. One thread changes it; any may ask. That a partition was
 * passed stays true whatever happens to the partition, so an answer that is a moment old does no harm.
 */
public final class PassedBeats {
    private volatile Map<TopicPartition, Heartbeat> beats = Map.of();

    /** Takes note that everything before this heartbeat in its partition has been dealt with. */
    public void passed(TopicPartition partition, Heartbeat heartbeat) {
        Map<TopicPartition, Heartbeat> next = new HashMap<>(beats);
        next.put(partition, heartbeat);
        beats = Map.copyOf(next);
    }

    /** Forgets partitions that are somebody else's now. */
    public void revoked(Collection<TopicPartition> partitions) {
        Map<TopicPartition, Heartbeat> next = new HashMap<>(beats);
        next.keySet().removeAll(partitions);
        beats = Map.copyOf(next);
    }

    /** Returns the heartbeats by the partitions' names. */
    public Map<String, Heartbeat> byName() {
        Map<String, Heartbeat> names = new HashMap<>();
        beats.forEach((partition, heartbeat) -> names.put(partition.toString(), heartbeat));
        return names;
    }

    /** Returns PostgreSQL's time in the newest heartbeat, empty where none has passed. */
    public Optional<Instant> newest() {
        return beats.values().stream().map(Heartbeat::at).max(Comparator.naturalOrder());
    }

    /** Returns PostgreSQL's time in the heartbeat of the partition that is furthest behind, empty where none has passed. */
    public Optional<Instant> oldest() {
        return beats.values().stream().map(Heartbeat::at).min(Comparator.naturalOrder());
    }

    /** Returns whether this partition is assigned and alive. */
    public boolean has(TopicPartition partition) {
        return beats.containsKey(partition);
    }
}
