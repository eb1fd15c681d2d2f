package io.graphsync.schema.review.pg;

/** What a condition says about the rows of a table. */
enum Truth {
    /** It lets every row pass, or cannot be told not to. */
    ALWAYS,
    /** It lets no row pass. */
    NEVER,
    /** It depends on the row. */
    DEPENDS;

    Truth and(Truth other) {
        if (this == NEVER || other == NEVER) {
            return NEVER;
        }
        return this == ALWAYS && other == ALWAYS ? ALWAYS : DEPENDS;
    }

    Truth or(Truth other) {
        if (this == ALWAYS || other == ALWAYS) {
            return ALWAYS;
        }
        return this == NEVER && other == NEVER ? NEVER : DEPENDS;
    }

    Truth not() {
        return switch (this) {
            case ALWAYS -> NEVER;
            case NEVER -> ALWAYS;
            case DEPENDS -> DEPENDS;
        };
    }

    static Truth of(boolean value) {
        return value ? ALWAYS : NEVER;
    }
}
