package io.graphsync.retry.outage;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The chain of a throwable's causes. */
public final class Causes {
    private static final int MAX_DEPTH = 50;

    private Causes() {}

    /** Returns the throwable and its causes, outermost first; stops in a chain that bites its own tail. */
    public static List<Throwable> of(Throwable thrown) {
        List<Throwable> chain = new ArrayList<>();
        @Nullable Throwable next = thrown;
        while (next != null && chain.size() < MAX_DEPTH) {
            chain.add(next);
            next = next.getCause();
        }
        return chain;
    }
}
