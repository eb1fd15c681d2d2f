package io.graphsync.stack;

import java.util.Set;

/**
 * Running servers. Those that were not asked for at the start are added by {@link #require}. Closing ends all of them,
 * and removes their data unless they are kept. Safe for use by several threads.
 */
public interface Stack extends AutoCloseable {
    /** Starts those of the servers that the stack does not have yet, side by side, and waits until they serve. */
    void require(Set<ServerKind> servers);

    /** The server; throws {@link IllegalStateException} where nobody asked for it. */
    PostgresServer postgres();

    /** The server; throws {@link IllegalStateException} where nobody asked for it. */
    KafkaServer kafka();

    /** The server; throws {@link IllegalStateException} where nobody asked for it. */
    Neo4jServer neo4j();

    /** The server of that kind; throws {@link IllegalStateException} where nobody asked for it. */
    default StackServer server(ServerKind kind) {
        return switch (kind) {
            case POSTGRES -> postgres();
            case KAFKA -> kafka();
            case NEO4J -> neo4j();
        };
    }

    @Override
    void close();
}
