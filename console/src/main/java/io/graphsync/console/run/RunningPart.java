package io.graphsync.console.run;

import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** A part of the pipeline that was started, behind the one face that all of them show to their process. */
record RunningPart(String name, CompletableFuture<Void> failure, BooleanSupplier working, Runnable closing)
        implements Part {
    @Override
    public boolean ready() {
        return working.getAsBoolean();
    }

    @Override
    public void close() {
        closing.run();
    }
}
