package io.graphsync.schema.failure;

/** Words of a command line that a person copies. Pure. */
public final class ShellWord {
    private ShellWord() {}

    /** Returns the text as one word of a POSIX shell, in quotes where it needs them. */
    public static String quote(String text) {
        return text.matches("[A-Za-z0-9_./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
