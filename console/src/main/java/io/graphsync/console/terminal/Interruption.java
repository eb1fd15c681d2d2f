package io.graphsync.console.terminal;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Turns Ctrl-C into a wish to stop: what is under way is finished and told before the process ends with 130. */
public final class Interruption implements AutoCloseable {
    private static final int LAST_WORDS_SECONDS = 30;

    private final Runnable wish;
    private final AtomicBoolean asked = new AtomicBoolean();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread hook = new Thread(this::interrupt, "interruption");

    /** Begins to listen. */
    public Interruption() {
        this(() -> {});
    }

    /**
     * Begins to listen.
     *
     * @param wish is told at once
     */
    public Interruption(Runnable wish) {
        this.wish = wish;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void interrupt() {
        asked.set(true);
        wish.run();
        try {
            if (!over.await(LAST_WORDS_SECONDS, TimeUnit.SECONDS)) {
                asked.set(true);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the operator wishes to stop. */
    public boolean isAsked() {
        return asked.get();
    }

    @Override
    public void close() {
        over.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException endsAlready) {
            // Then the hook runs, and has just been let go.
        }
    }
}
