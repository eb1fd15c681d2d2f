package io.graphsync.retry.letters;

import java.util.List;
import java.util.Map;

/**
 * What was done with letters.
 *
 * @param moved those that were redriven or closed, and are committed
 * @param skipped those that were left alone after all, and why
 * @param whole whether all were dealt with; false where somebody asked to stop
 */
public record Moved(List<Letter> moved, Map<Letter, RedrivePlan.Skip> skipped, boolean whole) {
    /** Copies the collections. */
    public Moved {
        moved = List.copyOf(moved);
        skipped = Map.copyOf(skipped);
    }
}
