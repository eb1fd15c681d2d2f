package io.graphsync.stack;

import java.util.OptionalLong;

/**
 * Starts, stops and breaks one server. Ports, passwords and data stay the same over stop, kill and start. Methods return
 * when the server has followed, and throw {@link StackException} when it does not.
 */
public interface ServerControl {
    /** Starts the server and waits until it serves; does nothing where it runs. */
    void start();

    /** Ends the server in good order; does nothing where it does not run. */
    void stop();

    /** Ends the server and every process of it at once, as a power cut would. */
    void kill();

    /** Freezes every process of the server: its connections stay open and silent. */
    void pause();

    /** Lets a paused server go on; does nothing where it is not paused. */
    void resume();

    /** Whether the server's process lives, paused or not. */
    boolean isRunning();

    /** The server's process, where it is one of this machine's and runs. */
    OptionalLong pid();
}
