package io.graphsync.stack.local;

import java.io.IOException;
import java.nio.file.Path;

/**
 * How one kind of server becomes a process. The process logs to standard error, answers {@code ready} on standard output
 * ({@code pid N} before, where the server is another process than the launched one), takes a greeting and then {@code
 * stop} on standard input and ends when that stream does. It leaves its data alone until it has been greeted.
 */
interface Launch {
    /** Starts the process with its standard error appended to the log. */
    Process spawn(Path log) throws IOException;

    /** The lines it waits for, which are sent when it is written down as a process of the stack. */
    String greeting();
}
