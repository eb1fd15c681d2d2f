package io.graphsync.verification.chaos.workload;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Decides large transactions: in turn a COPY, an import by one statement, and the deletion of an old import. One thread. */
final class BulkPlanner {
    private final SeededIds ids;
    private final int rows;
    private final Deque<UUID> imports = new ArrayDeque<>();
    private int turn;

    /**
     * Makes a planner.
     *
     * @param rows of the outbox that one transaction writes
     */
    BulkPlanner(long seed, int rows) {
        this.ids = new SeededIds(new Random(seed));
        this.rows = rows;
    }

    /** The next transaction. */
    Transaction next() {
        return new Transaction(List.of(change()), rows);
    }

    private Change change() {
        return switch (turn++ % 4) {
            case 0 -> new Change.CopyIn(ids.next(), ids.user(), rows);
            case 1, 2 -> {
                UUID conversation = ids.next();
                imports.add(conversation);
                yield new Change.Import(conversation, ids.user(), rows - 1);
            }
            default -> new Change.DeleteConversation(imports.remove());
        };
    }
}
