package io.graphsync.stack;

import java.util.OptionalLong;

/** One server of a stack: where it is and how it is controlled. */
public sealed interface StackServer permits PostgresServer, KafkaServer, Neo4jServer {
    ServerControl control();

    /** As {@link ServerControl#start()}. */
    default void start() {
        control().start();
    }

    /** As {@link ServerControl#stop()}. */
    default void stop() {
        control().stop();
    }

    /** As {@link ServerControl#kill()}. */
    default void kill() {
        control().kill();
    }

    /** As {@link ServerControl#pause()}. */
    default void pause() {
        control().pause();
    }

    /** As {@link ServerControl#resume()}. */
    default void resume() {
        control().resume();
    }

    /** As {@link ServerControl#isRunning()}. */
    default boolean isRunning() {
        return control().isRunning();
    }

    /** As {@link ServerControl#pid()}. */
    default OptionalLong pid() {
        return control().pid();
    }
}
