package io.graphsync.source.publish;

import io.graphsync.source.route.BeatRow;
import io.graphsync.source.route.Captured;
import io.graphsync.source.route.OutboxRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Outbox rows in a row, and the heartbeat that may follow them only when all of them are acknowledged.
 *
 * @param rows in the order of the write-ahead log; may be empty
 * @param beat empty at the end of a batch that ends with a row
 */
record Stretch(List<OutboxRow> rows, Optional<BeatRow> beat) {
    /** Copies the rows. */
    Stretch {
        rows = List.copyOf(rows);
    }

    /** Cuts a batch at its heartbeats. Of heartbeats with nothing between them only the newest stays: it says it all. */
    static List<Stretch> cut(List<? extends Captured> batch) {
        List<Stretch> stretches = new ArrayList<>();
        List<OutboxRow> rows = new ArrayList<>();
        for (Captured next : batch) {
            switch (next) {
                case OutboxRow row -> rows.add(row);
                case BeatRow beat -> {
                    List<OutboxRow> before =
                            rows.isEmpty() && !stretches.isEmpty() ? stretches.removeLast().rows : rows;
                    stretches.add(new Stretch(before, Optional.of(beat)));
                    rows = new ArrayList<>();
                }
            }
        }
        if (!rows.isEmpty()) {
            stretches.add(new Stretch(rows, Optional.empty()));
        }
        return stretches;
    }
}
