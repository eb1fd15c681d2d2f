package io.graphsync.schema.review;

/** What a condition says about the things it is asked of: rows, nodes or relationships. */
public enum Truth {
    /** It lets everything pass that has a value there. */
    ALWAYS,
    /** It is the same for everything; which of both, can't be told from the text. */
    CONSTANT,
    /** It lets nothing pass. */
    NEVER,
    /** It depends on what it is asked of. */
    DEPENDS;

    /** Whether it leaves something out. */
    public boolean picks() {
        return this == NEVER || this == DEPENDS;
    }

    public Truth and(Truth other) {
        if (this == NEVER || other == NEVER) {
            return NEVER;
        }
        if (this == DEPENDS || other == DEPENDS) {
            return DEPENDS;
        }
        return this == ALWAYS && other == ALWAYS ? ALWAYS : CONSTANT;
    }

    public Truth or(Truth other) {
        if (this == ALWAYS || other == ALWAYS) {
            return ALWAYS;
        }
        if (this == CONSTANT || other == CONSTANT) {
            return CONSTANT;
        }
        return this == NEVER && other == NEVER ? NEVER : DEPENDS;
    }

    public Truth not() {
        return switch (this) {
            case ALWAYS -> NEVER;
            case NEVER -> ALWAYS;
            case CONSTANT -> CONSTANT;
            case DEPENDS -> DEPENDS;
        };
    }

    public static Truth of(boolean value) {
        return value ? ALWAYS : NEVER;
    }
}
