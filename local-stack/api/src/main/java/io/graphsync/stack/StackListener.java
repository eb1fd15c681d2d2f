package io.graphsync.stack;

/** Hears what happens to a stack; called from the stack's own threads. */
public interface StackListener {
    /** One line for a person who waits. */
    default void progress(String line) {}

    /** A server ended that nobody stopped; {@code report} tells its exit code and the last lines of its log. */
    default void serverLost(ServerKind server, String report) {}
}
