package io.graphsync.schema.review;

/** The end of a review. */
public enum Verdict {
    SAFE("SAFE"),
    NEEDS_CHANGES("NEEDS CHANGES"),
    BLOCKED("BLOCKED");

    private final String words;

    Verdict(String words) {
        this.words = words;
    }

    /** The words in reports. */
    public String words() {
        return words;
    }

    /** The worse of two. */
    public Verdict or(Verdict other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /** What a finding of this severity makes of a file. */
    static Verdict of(Severity severity) {
        return switch (severity) {
            case INFO -> SAFE;
            case WARNING -> NEEDS_CHANGES;
            case ERROR -> BLOCKED;
        };
    }
}
