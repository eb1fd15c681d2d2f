package io.graphsync.console.run;

import java.util.concurrent.CompletableFuture;

/** One running part of the pipeline, seen from the process that runs it. */
public interface Part extends AutoCloseable {
    /** Returns {@code source}, {@code router}, {@code sink} or {@code verifier}. */
    String name();

    /** Returns what ends exceptionally when the part can't go on by itself. */
    CompletableFuture<Void> failure();

    /** Returns whether the part does its work now; false while it waits for a server. */
    boolean ready();

    /** Drains, commits and closes; safe to call twice. */
    @Override
    void close();
}
