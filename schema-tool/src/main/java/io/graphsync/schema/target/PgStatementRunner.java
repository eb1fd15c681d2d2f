package io.graphsync.schema.target;

import io.graphsync.schema.file.Directives;
import io.graphsync.schema.file.MigrationFile;
import io.graphsync.schema.parse.PgStatement;
import io.graphsync.schema.progress.Cancellation;
import io.graphsync.schema.secret.StatementBinder;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sends one statement to PostgreSQL, watched, within its limits and cancellable. */
final class PgStatementRunner {
    private static final Duration POLL = Duration.ofMillis(500);

    private final PgSession session;
    private final RunContext context;
    private final PgWatch watch;
    private final StatementBinder binder;
    private final PgDiscretion discretion;

    PgStatementRunner(PgSession session, RunContext context, PgWatch watch) {
        this.session = session;
        this.context = context;
        this.watch = watch;
        binder = new StatementBinder(context.variables());
        discretion = new PgDiscretion(session, context);
    }

    /** Fails if a variable has no value, which should be known before anything of a file is done. */
    void requireValues(PgStatement statement, Directives directives) {
        binder.bind(statement, directives);
    }

    /** Runs a statement with the limits that are set. */
    void run(PgStatement statement, Directives directives, String what) throws SQLException {
        context.cancellation().check();
        Optional<String> sql = binder.bind(statement, directives);
        if (sql.isEmpty()) {
            context.say(what + ": left out, since its variable is not set: " + statement.summary(80));
            return;
        }
        context.say(what + ": " + statement.summary(80));
        discretion.run(statement, what, () -> send(sql.get(), what));
    }

    /** Sends a command, and tells what the server warns of. */
    void send(String sql, String what) throws SQLException {
        watch.running(what);
        try (var jdbc = session.jdbc().createStatement()) {
            Cancellation.Registration registration = context.cancellation().onRequest(() -> PgCancel.cancel(jdbc));
            try {
                jdbc.setEscapeProcessing(false);
                jdbc.execute(sql);
            } finally {
                registration.close();
            }
            tellWarnings(jdbc.getWarnings(), what);
        } finally {
            watch.running("");
        }
    }

    /** What the server only notes, such as a table that is there already, is left out. */
    private void tellWarnings(@Nullable SQLWarning first, String what) {
        for (SQLWarning warning = first; warning != null; warning = warning.getNextWarning()) {
            if (PgErrors.state(warning).startsWith("01")) {
                context.say(what + ": warning: " + PgErrors.message(warning));
            }
        }
    }

    /** Limits of a transaction or, with {@code SET}, of the session. */
    void limit(String set, MigrationFile file) throws SQLException {
        RunLimits limits = context.limits();
        Duration statement = file.directives().timeout().orElse(limits.statementTimeout());
        session.execute(set + " lock_timeout = " + limits.lockTimeout().toMillis());
        session.execute(set + " statement_timeout = " + statement.toMillis());
        session.execute(set + " idle_in_transaction_session_timeout = "
                + limits.idleTimeout().toMillis());
    }

    /** For statements that wait for others by design, where a limit would leave half an index. */
    void liftLimits() throws SQLException {
        session.query("""
                SELECT set_config(name, '0', false) FROM pg_settings
                 WHERE name IN ('lock_timeout', 'statement_timeout', 'transaction_timeout')""");
    }

    /** Waits until nobody else builds an index, drops what a failed build left of it, and tells what is there. */
    PgIndexCheck.Found clearWay(PgIndexCheck check, String what) throws SQLException {
        awaitOtherBuilder(check, what);
        PgIndexCheck.Found found = check.look();
        if (found == PgIndexCheck.Found.INVALID) {
            context.say(what + ": drops the invalid index that an interrupted build left");
            check.drop();
        }
        return found;
    }

    /** An index that somebody is building is as invalid as a leftover, but must not be dropped under him. */
    private void awaitOtherBuilder(PgIndexCheck check, String what) throws SQLException {
        long deadline = System.nanoTime() + context.limits().lockRetry().toNanos();
        Optional<String> builder = check.otherBuilder();
        builder.ifPresent(who -> context.say(what + ": waiting for " + who + ", which is building this index"));
        while (builder.isPresent()) {
            if (System.nanoTime() > deadline) {
                throw new SQLException("this index is being built by " + builder.get(), "55006");
            }
            context.cancellation().pause(POLL);
            builder = check.otherBuilder();
        }
    }

    /** The next file starts with the settings, the role and the temporary objects of a fresh session; the run lock stays. */
    void leaveNothingBehind() {
        try {
            if (!session.jdbc().isClosed()) {
                for (String command : new String[] {
                    "RESET SESSION AUTHORIZATION",
                    "RESET ROLE",
                    "RESET ALL",
                    "CLOSE ALL",
                    "UNLISTEN *",
                    "DEALLOCATE ALL",
                    "DISCARD SEQUENCES",
                    "DISCARD TEMP"
                }) {
                    session.execute(command);
                }
                session.endureIdleness();
            }
        } catch (SQLException e) {
            // The session is gone; whatever uses it next says so.
            context.say("pg: the session could not be reset (" + PgErrors.state(e) + ")");
        }
    }
}
