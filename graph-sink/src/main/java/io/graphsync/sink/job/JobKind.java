package io.graphsync.sink.job;

import java.util.Locale;

/** What a job does. */
public enum JobKind {
    /** Fills a graph. */
    REBUILD,
    /** Compares a graph with the rows. */
    VERIFY;

    /** Returns the word that PostgreSQL keeps. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static JobKind of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
