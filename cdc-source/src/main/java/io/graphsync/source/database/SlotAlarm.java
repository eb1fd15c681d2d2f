package io.graphsync.source.database;

import java.util.Locale;

/** How near a replication slot is to being given up by the server; the later, the worse. */
public enum SlotAlarm {
    /** Far from it, or the server sets no limit. */
    NONE,
    /** It holds back more than half of what it may. */
    HALF,
    /** It holds back more than four fifths of what it may. */
    MOST,
    /** The next checkpoint may remove WAL that it needs. */
    UNRESERVED;

    private static final double HALF_RATIO = 0.5;
    private static final double MOST_RATIO = 0.8;

    /** Decides. Pure. */
    public static SlotAlarm of(SlotFacts facts) {
        if (facts.walStatus().equals("unreserved")) {
            return UNRESERVED;
        }
        if (facts.limitBytes().isEmpty()) {
            return NONE;
        }
        double ratio =
                facts.retainedBytes() / (double) Math.max(1, facts.limitBytes().getAsLong());
        return ratio > MOST_RATIO ? MOST : ratio > HALF_RATIO ? HALF : NONE;
    }

    /** Returns the words for a log. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
