package io.graphsync.verification.chaos.stage;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * Ends the pipeline's processes when this JVM goes without having done so, a {@code kill -9} included: a shell that knows
 * them, and whose input ends then. Safe for use by many threads.
 */
final class Reaper implements AutoCloseable {
    private static final String SCRIPT = "trap '' INT HUP TERM; all=; while read -r sign pid; do case $sign in"
            + " +) all=\"$all $pid\";;"
            + " *) kept=; for one in $all; do [ \"$one\" = \"$pid\" ] || kept=\"$kept $one\"; done; all=$kept;; esac;"
            + " done; for one in $all; do kill -KILL \"$one\" 2>/dev/null; done";

    private final Process shell;
    private final Writer input;
    private volatile boolean closed;

    private Reaper(Process shell) {
        this.shell = shell;
        this.input = shell.outputWriter(StandardCharsets.UTF_8);
    }

    static Reaper start() throws IOException {
        return new Reaper(new ProcessBuilder("/bin/sh", "-c", SCRIPT)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    void add(long pid) {
        tell("+ " + pid);
    }

    void remove(long pid) {
        if (!closed) {
            tell("- " + pid);
        }
    }

    private synchronized void tell(String line) {
        try {
            input.write(line + "\n");
            input.flush();
        } catch (IOException gone) {
            throw new IllegalStateException("the shell that watches over the processes is gone", gone);
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        input.close();
        try {
            shell.waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
