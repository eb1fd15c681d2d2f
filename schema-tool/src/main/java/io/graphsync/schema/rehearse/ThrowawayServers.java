package io.graphsync.schema.rehearse;

import io.graphsync.schema.failure.FailureKind;
import io.graphsync.schema.failure.MigrateException;
import io.graphsync.schema.file.Store;
import io.graphsync.schema.target.Neo4jTarget;
import io.graphsync.stack.Neo4jServer;
import io.graphsync.stack.PostgresServer;
import io.graphsync.stack.ServerKind;
import io.graphsync.stack.StackException;
import io.graphsync.stack.StackOptions;
import io.graphsync.stack.local.LocalStack;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Servers of our own on this machine, for the time of a rehearsal. They end with the process, also when that is killed. */
final class ThrowawayServers implements AutoCloseable {
    private final LocalStack stack;

    private ThrowawayServers(LocalStack stack) {
        this.stack = stack;
    }

    /**
     * Starts a server for each store, side by side.
     *
     * @throws MigrateException if one does not start here
     */
    static ThrowawayServers start(Set<Store> stores) {
        try {
            return new ThrowawayServers(LocalStack.start(StackOptions.of(stores.stream()
                    .map(store -> switch (store) {
                        case PG -> ServerKind.POSTGRES;
                        case NEO4J -> ServerKind.NEO4J;
                    })
                    .toArray(ServerKind[]::new))));
        } catch (StackException e) {
            throw new MigrateException(
                    FailureKind.UNREACHABLE,
                    names(stores) + " for the rehearsal can't be started (" + e.getMessage()
                            + "); name another server with --shadow-url (PostgreSQL) or --shadow-uri (Neo4j), or leave the"
                            + " rehearsal out with --static",
                    e);
        }
    }

    /** The products, for people. */
    static String names(Set<Store> stores) {
        return stores.stream().sorted().map(Store::product).collect(Collectors.joining(" and "));
    }

    /** Where PostgreSQL is, if it was started. */
    PgRehearsal.Server postgres() {
        PostgresServer postgres = stack.postgres();
        return new PgRehearsal.Server(postgres.jdbcUrl(PostgresServer.DATABASE), postgres.user(), postgres.password());
    }

    /** Where Neo4j is, if it was started. */
    Neo4jTarget neo4j() {
        Neo4jServer neo4j = stack.neo4j();
        return new Neo4jTarget(neo4j.uri(), neo4j.user(), neo4j.password(), "neo4j", Optional.empty());
    }

    @Override
    public void close() {
        stack.close();
    }
}
