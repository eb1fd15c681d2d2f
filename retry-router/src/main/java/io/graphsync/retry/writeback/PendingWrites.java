package io.graphsync.retry.writeback;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What was read and is not written yet: one change a row at most, and the newest watermark of each channel, which holds
 * only when the changes that were read before it are written. One thread.
 */
final class PendingWrites {
    private final Map<UUID, StatusChange> changes = new LinkedHashMap<>();
    private final Set<UUID> closed = new HashSet<>();
    private final Map<Integer, ChannelProgress> progress = new HashMap<>();
    private final Map<Integer, Watermark> watermarks = new HashMap<>();
    private final Map<Integer, Long> writtenBeats = new HashMap<>();

    /**
     * Takes note of what a record says.
     *
     * @param channels how many partitions the retry topic has
     */
    void add(Said said, int channels) {
        switch (said) {
            case Said.Changed(StatusChange change) -> change(change);
            case Said.Closed(UUID id) -> close(id);
            case Said.Passed(int channel, var passage) -> {
                ChannelProgress known = progress.computeIfAbsent(channel, any -> new ChannelProgress());
                known.add(passage);
                known.watermark().ifPresent(beat -> advance(new Watermark(channel, channels, beat)));
            }
            case Said.Nothing nothing -> {}
        }
    }

    private void change(StatusChange change) {
        StatusChange together = changes.merge(change.eventId(), change, StatusChange::and);
        if (together.status() == RowStatus.DEADLETTER) {
            closed.remove(change.eventId());
        }
    }

    private void close(UUID id) {
        closed.add(id);
        changes.computeIfPresent(
                id,
                (same, change) -> change.status() == RowStatus.DEADLETTER
                        ? new StatusChange(id, change.attempts(), RowStatus.DONE, change.xid(), change.lastError())
                        : change);
    }

    private void advance(Watermark watermark) {
        if (watermark.heartbeat().beat() > writtenBeats.getOrDefault(watermark.channel(), 0L)) {
            watermarks.put(watermark.channel(), watermark);
        }
    }

    boolean isEmpty() {
        return changes.isEmpty() && closed.isEmpty() && watermarks.isEmpty();
    }

    List<StatusChange> changes() {
        return List.copyOf(changes.values());
    }

    Set<UUID> closed() {
        return Set.copyOf(closed);
    }

    List<Watermark> watermarks() {
        return List.copyOf(watermarks.values());
    }

    /** Notes that all of it is written. */
    void written() {
        watermarks
                .values()
                .forEach(written ->
                        writtenBeats.put(written.channel(), written.heartbeat().beat()));
        changes.clear();
        closed.clear();
        watermarks.clear();
    }

    /** Forgets the progress of channels that another router reads from now on. What was read of rows stays true. */
    void forget(Collection<Integer> channels) {
        channels.forEach(channel -> {
            progress.remove(channel);
            watermarks.remove(channel);
            writtenBeats.remove(channel);
        });
    }
}
