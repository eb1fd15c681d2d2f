package io.graphsync.console.demo;

import java.io.PrintStream;
import java.time.Duration;

/** Tells a person on standard error what happens: lines that stay, and on a terminal one line that is redrawn. */
final class Progress {
    private static final Duration PLAIN_LINE_EVERY = Duration.ofSeconds(30);
    private static final String ERASE_LINE = "\r\u001b[2K";

    private final PrintStream err;
    private final boolean terminal;
    private final long startedNanos = System.nanoTime();
    private long lastPlainLine = startedNanos;
    private boolean lineIsOpen;

    Progress(PrintStream err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    /** Prints a line that stays, with the seconds since the start. */
    synchronized void say(String text) {
        closeLine();
        err.printf("%6.1f s  %s%n", (System.nanoTime() - startedNanos) / 1e9, text);
    }

    /** Shows what changes all the time: redrawn on a terminal, else a plain line every 30 seconds. */
    synchronized void update(String text) {
        if (terminal) {
            err.print(ERASE_LINE + text);
            err.flush();
            lineIsOpen = true;
        } else if (System.nanoTime() - lastPlainLine >= PLAIN_LINE_EVERY.toNanos()) {
            lastPlainLine = System.nanoTime();
            err.println(text);
        }
    }

    private void closeLine() {
        if (lineIsOpen) {
            err.print(ERASE_LINE);
            lineIsOpen = false;
        }
    }
}
