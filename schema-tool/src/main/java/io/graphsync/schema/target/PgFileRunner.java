package io.graphsync.schema.target;

import io.graphsync.schema.failure.FailureKind;
import io.graphsync.schema.failure.MigrateException;
import io.graphsync.schema.file.MigrationFile;
import io.graphsync.schema.parse.PgManner;
import io.graphsync.schema.parse.PgStatement;
import io.graphsync.schema.plan.DoneDigest;
import io.graphsync.schema.plan.FileState;
import io.graphsync.schema.plan.PlannedFile;
import io.graphsync.schema.progress.Cancellation;
import io.graphsync.schema.secret.StatementBinder;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Applies one file to PostgreSQL: in one transaction with its row in the history, or statement by statement. */
final class PgFileRunner {
    private final PgSession session;
    private final PgHistory history;
    private final RunContext context;
    private final PgWatch watch;
    private final StatementBinder binder;

    PgFileRunner(PgSession session, PgHistory history, RunContext context, PgWatch watch) {
        this.session = session;
        this.history = history;
        this.context = context;
        this.watch = watch;
        binder = new StatementBinder(context.variables());
    }

    FileResult run(PlannedFile planned) throws SQLException {
        MigrationFile file = planned.file().orElseThrow();
        List<PgStatement> statements =
                planned.statements().stream().map(PgStatement.class::cast).toList();
        // A variable without a value should stop the file before anything of it is done.
        statements.forEach(statement -> binder.bind(statement, file.directives()));
        long start = System.nanoTime();
        int done = planned.state() instanceof FileState.HalfDone half ? half.statementsDone() : 0;
        try {
            if (file.directives().transactional()) {
                runTogether(file, statements, start);
            } else {
                runOneByOne(file, statements, done, start);
            }
        } finally {
            leaveNothingBehind();
        }
        return new FileResult(statements.size() - done, since(start));
    }

    private void runTogether(MigrationFile file, List<PgStatement> statements, long start) {
        LockRetry retry = new LockRetry(context, watch);
        String end = "";
        int[] at = {0};
        boolean applied = false;
        while (!applied) {
            at[0] = 0;
            try {
                session.inTransaction(() -> {
                    limit("SET LOCAL ", file);
                    for (; at[0] < statements.size(); at[0]++) {
                        execute(file, statements, at[0]);
                    }
                    // A file may have changed the role; the history belongs to the one that logged in.
                    session.execute("RESET SESSION AUTHORIZATION");
                    session.execute("RESET ROLE");
                    recordWhole(file, statements, start);
                });
                applied = true;
            } catch (SQLException e) {
                if (!retry.again(e, file.path())) {
                    end = " Nothing of this file was applied." + retry.story();
                    throw failure(file, statements, at[0], e, end);
                }
            }
        }
    }

    private void recordWhole(MigrationFile file, List<PgStatement> statements, long start) throws SQLException {
        int all = statements.size();
        String digest = DoneDigest.of(statements, all);
        history.start(file, all, all, digest, context.toolVersion());
        history.markDone(file, all, digest);
        history.finish(file, since(start));
    }

    private void runOneByOne(MigrationFile file, List<PgStatement> statements, int from, long start)
            throws SQLException {
        history.start(file, statements.size(), from, DoneDigest.of(statements, from), context.toolVersion());
        boolean endUnknown = history.started(file) > from;
        if (from > 0 || endUnknown) {
            context.say(file.path() + ": goes on after statement " + from + " of " + statements.size());
        }
        for (int i = from; i < statements.size(); i++) {
            runAlone(file, statements, i, endUnknown && i == from);
        }
        history.finish(file, since(start));
    }

    private void runAlone(MigrationFile file, List<PgStatement> statements, int i, boolean endUnknown)
            throws SQLException {
        LockRetry retry = new LockRetry(context, watch);
        while (true) {
            try {
                switch (statements.get(i).manner()) {
                    case PgManner.Transactional ignored -> runWithItsRecord(file, statements, i);
                    case PgManner.Procedure ignored -> runBare(file, statements, i, false);
                    case PgManner.Alone alone -> runBare(file, statements, i, alone.waits());
                    case PgManner.BuildIndex build -> buildIndex(file, statements, i, build, endUnknown);
                }
                return;
            } catch (SQLException e) {
                if (endUnknown && PgErrors.saysItIsDone(e)) {
                    context.say(at(file, statements, i) + ": was done before the last run was cut off");
                    history.markDone(file, i + 1, DoneDigest.of(statements, i + 1));
                    return;
                }
                if (!retry.again(e, file.path())) {
                    throw failure(file, statements, i, e, progress(i, statements.size()) + retry.story());
                }
            }
        }
    }

    private static String progress(int done, int all) {
        return " " + (done == 0 ? "None" : "The first " + done) + " of its " + all + " statements "
                + (done == 1 ? "is" : "are") + " applied; the next apply goes on from there.";
    }

    private void runWithItsRecord(MigrationFile file, List<PgStatement> statements, int i) throws SQLException {
        session.inTransaction(() -> {
            limit("SET LOCAL ", file);
            execute(file, statements, i);
            history.markDone(file, i + 1, DoneDigest.of(statements, i + 1));
        });
    }

    private void runBare(MigrationFile file, List<PgStatement> statements, int i, boolean waits) throws SQLException {
        history.markStarted(file, i + 1);
        if (waits) {
            session.execute("SET lock_timeout = 0");
            session.execute("SET statement_timeout = 0");
        } else {
            limit("SET ", file);
        }
        execute(file, statements, i);
        history.markDone(file, i + 1, DoneDigest.of(statements, i + 1));
    }

    private void buildIndex(
            MigrationFile file, List<PgStatement> statements, int i, PgManner.BuildIndex build, boolean endUnknown)
            throws SQLException {
        PgIndexCheck check = new PgIndexCheck(session, build);
        session.execute("SET lock_timeout = 0");
        session.execute("SET statement_timeout = 0");
        PgIndexCheck.Found before = check.look();
        if (before == PgIndexCheck.Found.INVALID) {
            context.say(at(file, statements, i) + ": drops the invalid index that an interrupted build left");
            check.drop();
        }
        history.markStarted(file, i + 1);
        if (before == PgIndexCheck.Found.VALID && endUnknown) {
            context.say(at(file, statements, i) + ": was done before the last run was cut off");
        } else {
            execute(file, statements, i);
        }
        if (check.look() != PgIndexCheck.Found.VALID) {
            throw new SQLException("the index " + build.index() + " is not valid after it was built", "XX000");
        }
        history.markDone(file, i + 1, DoneDigest.of(statements, i + 1));
    }

    private void execute(MigrationFile file, List<PgStatement> statements, int i) throws SQLException {
        context.cancellation().check();
        PgStatement statement = statements.get(i);
        String what = at(file, statements, i);
        Optional<String> sql = binder.bind(statement, file.directives());
        if (sql.isEmpty()) {
            context.say(what + ": left out, since its variable is not set: " + statement.summary(80));
            return;
        }
        context.say(what + ": " + statement.summary(80));
        watch.running(what);
        try (var jdbc = session.jdbc().createStatement()) {
            Cancellation.Registration registration = context.cancellation().onRequest(() -> PgCancel.cancel(jdbc));
            try {
                jdbc.setEscapeProcessing(false);
                jdbc.execute(sql.get());
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
                context.say(what + ": warning: " + context.variables().redact(PgErrors.message(warning)));
            }
        }
    }

    private static String at(MigrationFile file, List<PgStatement> statements, int i) {
        return file.path() + " " + (i + 1) + "/" + statements.size();
    }

    private void limit(String set, MigrationFile file) throws SQLException {
        RunLimits limits = context.limits();
        Duration statement = file.directives().timeout().orElse(limits.statementTimeout());
        session.execute(set + "lock_timeout = " + limits.lockTimeout().toMillis());
        session.execute(set + "statement_timeout = " + statement.toMillis());
        session.execute(set + "idle_in_transaction_session_timeout = "
                + limits.idleTimeout().toMillis());
    }

    /** The next file starts with the settings and the role of a fresh session; the run lock stays. */
    private void leaveNothingBehind() {
        try {
            if (!session.jdbc().isClosed()) {
                session.execute("RESET SESSION AUTHORIZATION");
                session.execute("RESET ALL");
                session.execute("SET client_connection_check_interval = '2s'");
            }
        } catch (SQLException e) {
            // The session is gone or the server is older; whatever uses the session next says so.
            context.say("pg: the session could not be reset (" + PgErrors.state(e) + ")");
        }
    }

    private MigrateException failure(
            MigrationFile file, List<PgStatement> statements, int i, SQLException e, String end) {
        boolean interrupted = context.cancellation().requested();
        String place = i < statements.size() ? PgPlace.of(file, statements.get(i), PgErrors.position(e)) : file.path();
        String text = place + ": " + PgErrors.message(e) + "." + end
                + (interrupted
                        ? ""
                        : " Files before it are applied and recorded. Mend the cause and run the same command again.");
        return new MigrateException(
                interrupted ? FailureKind.INTERRUPTED : FailureKind.HALFWAY,
                context.variables().redact(text),
                e);
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
