package io.graphsync.schema.progress;

/** Told what a run is doing or waiting for, one finished sentence at a time; called from the run's threads. */
@FunctionalInterface
public interface Progress {
    void say(String line);

    /** Tells nobody. */
    static Progress silent() {
        return line -> {};
    }
}
