package io.graphsync.schema.review;

import java.util.Locale;

/** What a finding means for the verdict. */
public enum Severity {
    /** Good to know; the verdict stays. */
    INFO,
    /** Something is to be changed, or allowed with a reason. */
    WARNING,
    /** The file must not run as it is. */
    ERROR;

    /** The word in reports. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
