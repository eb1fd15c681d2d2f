package io.graphsync.stack.local;

import java.io.IOException;
import java.nio.file.Path;

/**
 * How one kind of server becomes a process. The process logs to standard error, answers {@code ready} on standard output
 * ({@code pid N} before, where the server is another process than the launched one), takes {@code stop} on standard
 * input and ends when that stream does.
 */
interface Launch {
    /** Starts the process with its standard error appended to the log. */
    Process spawn(Path log) throws IOException;
}
