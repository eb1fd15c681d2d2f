package io.graphsync.console.terminal;

import java.io.PrintWriter;
import java.time.Duration;

/** Tells how far long work has come: one line that is redrawn on a terminal, a new line every 30 s elsewhere. */
public final class ProgressLine {
    private static final long REPEAT_NANOS = Duration.ofSeconds(30).toNanos();
    private static final long REDRAW_NANOS = Duration.ofMillis(200).toNanos();

    private final PrintWriter err;

    @SuppressWarnings("SystemConsoleNull") // 22 to 24 take a pipe for a terminal; that costs a few escape characters.
    private final boolean terminal = System.console() != null && System.getenv("CI") == null;

    private long saidAt = System.nanoTime();
    private boolean drawn;

    /** Makes a line that is written here. */
    public ProgressLine(PrintWriter err) {
        this.err = err;
    }

    /** Shows how far the work has come, if it is time to say something. */
    public void say(String line) {
        long now = System.nanoTime();
        if (now - saidAt < (terminal ? REDRAW_NANOS : REPEAT_NANOS)) {
            return;
        }
        saidAt = now;
        if (terminal) {
            err.print("\r\u001b[K" + line);
            drawn = true;
        } else {
            err.println(line);
        }
        err.flush();
    }

    /** Clears the line, before something else is written. */
    public void end() {
        if (drawn) {
            err.print("\r\u001b[K");
            err.flush();
            drawn = false;
        }
    }
}
