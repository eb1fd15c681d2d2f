package io.graphsync.schema.review;

import java.util.Locale;

/** How much care a statement needs. */
public enum RiskClass {
    /** May be deployed by itself. */
    GREEN,
    /** Needs a look and timeouts. */
    YELLOW,
    /** Needs an approval, and a backup where data is at stake. */
    RED;

    /** The worse of two. */
    public RiskClass or(RiskClass other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /** The word in reports. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
