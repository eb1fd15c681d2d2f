package io.graphsync.schema.target;

import io.graphsync.schema.failure.FailureKind;
import io.graphsync.schema.failure.MigrateException;
import io.graphsync.schema.file.MigrationFile;
import io.graphsync.schema.parse.PgManner;
import io.graphsync.schema.parse.PgStatement;
import io.graphsync.schema.plan.DoneDigest;
import io.graphsync.schema.plan.FileState;
import io.graphsync.schema.plan.PlannedFile;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Applies one file to PostgreSQL: in one transaction with its row in the history, or statement by statement. */
final class PgFileRunner {
    private final PgSession session;
    private final PgHistory history;
    private final RunContext context;
    private final PgWatch watch;
    private final PgStatementRunner runner;
    private final PgRemains remains;
    private final PgUpkeep upkeep;

    PgFileRunner(PgSession session, PgHistory history, PgUpkeep upkeep, RunContext context, PgWatch watch) {
        this.session = session;
        this.history = history;
        this.upkeep = upkeep;
        this.context = context;
        this.watch = watch;
        runner = new PgStatementRunner(session, context, watch);
        remains = new PgRemains(session, context);
    }

    FileResult run(PlannedFile planned) throws SQLException {
        MigrationFile file = planned.file().orElseThrow();
        List<PgStatement> statements =
                planned.statements().stream().map(PgStatement.class::cast).toList();
        statements.forEach(statement -> runner.requireValues(statement, file.directives()));
        long start = System.nanoTime();
        int done = planned.state() instanceof FileState.HalfDone half ? half.statementsDone() : 0;
        try {
            if (file.directives().transactional()) {
                runTogether(file, statements, start);
            } else {
                runOneByOne(file, statements, done, start);
            }
        } finally {
            runner.leaveNothingBehind();
        }
        return new FileResult(statements.size() - done, since(start));
    }

    private void runTogether(MigrationFile file, List<PgStatement> statements, long start) {
        LockRetry retry = new LockRetry(context, watch);
        int[] at = {0};
        boolean applied = false;
        while (!applied) {
            at[0] = 0;
            try {
                session.inTransaction(() -> {
                    runner.limit("SET LOCAL", file);
                    PgUpkeep.Before before = upkeep.before();
                    for (; at[0] < statements.size(); at[0]++) {
                        execute(file, statements, at[0]);
                    }
                    session.actAsLogin();
                    upkeep.note(before);
                    recordWhole(file, statements, start);
                });
                applied = true;
            } catch (SQLException e) {
                if (!retry.again(e, file.path())) {
                    throw failure(file, statements, at[0], e, nothingApplied(e) + retry.story());
                }
            }
        }
    }

    private static String nothingApplied(SQLException e) {
        return PgErrors.isConnection(e)
                ? " The connection broke, so what the server did last is not known here; the next apply looks it up."
                : " Nothing of this file was applied.";
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
        record(() -> history.finish(file, since(start)));
    }

    private void runAlone(MigrationFile file, List<PgStatement> statements, int i, boolean endUnknown)
            throws SQLException {
        LockRetry retry = new LockRetry(context, watch);
        while (true) {
            try {
                switch (statements.get(i).manner()) {
                    case PgManner.Transactional ignored -> runWithItsRecord(file, statements, i);
                    case PgManner.Procedure procedure -> runBare(file, statements, i, procedure);
                    case PgManner.Alone alone -> runBare(file, statements, i, alone);
                    case PgManner.BuildIndex build -> buildIndex(file, statements, i, build, endUnknown);
                }
                return;
            } catch (SQLException e) {
                if (endUnknown && wasDone(statements.get(i), e)) {
                    context.say(at(file, statements, i) + ": was done before the last run was cut off");
                    record(() -> markDone(file, statements, i));
                    return;
                }
                forgetStart(file, i, e);
                if (!retry.again(e, file.path())) {
                    throw failure(file, statements, i, e, progress(i, statements.size()) + retry.story());
                }
            }
        }
    }

    /** Only what can't share a transaction with its record can have been done without being recorded. */
    private static boolean wasDone(PgStatement statement, SQLException e) {
        return statement.manner() instanceof PgManner.Alone && PgErrors.saysItIsDone(e);
    }

    /** A statement that failed is no longer one whose end is not known; it may be edited into another one. */
    private void forgetStart(MigrationFile file, int i, SQLException e) throws SQLException {
        if (!PgErrors.isConnection(e) && !session.jdbc().isClosed()) {
            record(() -> history.markStarted(file, i));
        }
    }

    private static String progress(int done, int all) {
        return " " + (done == 0 ? "None" : "The first " + done) + " of its " + all + " statements "
                + (done == 1 ? "is" : "are") + " applied; the next apply goes on from there.";
    }

    private void runWithItsRecord(MigrationFile file, List<PgStatement> statements, int i) throws SQLException {
        session.inTransaction(() -> {
            runner.limit("SET LOCAL", file);
            PgUpkeep.Before before = upkeep.before();
            execute(file, statements, i);
            session.actAsLogin();
            upkeep.note(before);
            markDone(file, statements, i);
        });
    }

    private void runBare(MigrationFile file, List<PgStatement> statements, int i, PgManner manner) throws SQLException {
        record(() -> history.markStarted(file, i + 1));
        boolean waits = manner instanceof PgManner.Alone alone && alone.waits();
        if (waits) {
            runner.liftLimits();
        } else {
            runner.limit("SET", file);
        }
        PgUpkeep.Before before = upkeep.beforeCommits(manner);
        boolean cleared =
                manner instanceof PgManner.Alone alone && remains.clear(alone.remains(), at(file, statements, i));
        if (!cleared) {
            execute(file, statements, i);
        }
        Map<String, Long> written = upkeep.afterCommits(manner);
        record(() -> {
            upkeep.note(before, written);
            markDone(file, statements, i);
        });
    }

    private void buildIndex(
            MigrationFile file, List<PgStatement> statements, int i, PgManner.BuildIndex build, boolean endUnknown)
            throws SQLException {
        PgIndexCheck check = new PgIndexCheck(session, build);
        runner.liftLimits();
        PgIndexCheck.Found before = runner.clearWay(check, at(file, statements, i));
        if (before == PgIndexCheck.Found.VALID && endUnknown) {
            context.say(at(file, statements, i) + ": was done before the last run was cut off");
        } else {
            record(() -> history.markStarted(file, i + 1));
            execute(file, statements, i);
        }
        if (check.look() != PgIndexCheck.Found.VALID) {
            throw new SQLException("the index " + build.index() + " is not valid after it was built", "XX000");
        }
        record(() -> {
            upkeep.noteVectorIndex(build);
            markDone(file, statements, i);
        });
    }

    /** Writes the history as the role that logged in, whichever role the file works as. */
    private void record(PgSession.Work work) throws SQLException {
        session.inTransaction(() -> {
            session.actAsLogin();
            work.run();
        });
    }

    private void execute(MigrationFile file, List<PgStatement> statements, int i) throws SQLException {
        runner.run(statements.get(i), file.directives(), at(file, statements, i));
    }

    private void markDone(MigrationFile file, List<PgStatement> statements, int i) throws SQLException {
        history.markDone(file, i + 1, DoneDigest.of(statements, i + 1));
    }

    private static String at(MigrationFile file, List<PgStatement> statements, int i) {
        return file.path() + " " + (i + 1) + "/" + statements.size();
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
