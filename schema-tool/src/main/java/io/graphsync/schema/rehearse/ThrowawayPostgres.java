package io.graphsync.schema.rehearse;

import io.graphsync.schema.failure.FailureKind;
import io.graphsync.schema.failure.MigrateException;
import io.graphsync.stack.PostgresServer;
import io.graphsync.stack.ServerKind;
import io.graphsync.stack.StackException;
import io.graphsync.stack.StackOptions;
import io.graphsync.stack.local.LocalStack;

/** A PostgreSQL of our own on this machine, for the time of a rehearsal. Ends with the process, also when that is killed. */
public final class ThrowawayPostgres implements AutoCloseable {
    private final LocalStack stack;

    private ThrowawayPostgres(LocalStack stack) {
        this.stack = stack;
    }

    /**
     * Starts the server.
     *
     * @throws MigrateException if it does not start here
     */
    public static ThrowawayPostgres start() {
        try {
            return new ThrowawayPostgres(LocalStack.start(StackOptions.of(ServerKind.POSTGRES)));
        } catch (StackException e) {
            throw new MigrateException(
                    FailureKind.UNREACHABLE,
                    "PostgreSQL for the rehearsal does not start (" + e.getMessage()
                            + "); name another server with --shadow-url, or leave it out with --static",
                    e);
        }
    }

    /** Where it is. */
    public PgRehearsal.Server server() {
        PostgresServer postgres = stack.postgres();
        return new PgRehearsal.Server(postgres.jdbcUrl(PostgresServer.DATABASE), postgres.user(), postgres.password());
    }

    @Override
    public void close() {
        stack.close();
    }
}
