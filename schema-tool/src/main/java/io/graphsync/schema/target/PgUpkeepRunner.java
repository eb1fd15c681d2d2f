package io.graphsync.schema.target;

import io.graphsync.schema.failure.FailureKind;
import io.graphsync.schema.failure.MigrateException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs the VACUUM and ANALYZE that are due. One that fails stays due, and fails nothing else. */
final class PgUpkeepRunner {
    private final PgSession session;
    private final PgUpkeep upkeep;
    private final RunContext context;
    private final PgWatch watch;
    private final PgStatementRunner runner;

    PgUpkeepRunner(PgSession session, PgUpkeep upkeep, RunContext context, PgWatch watch) {
        this.session = session;
        this.upkeep = upkeep;
        this.context = context;
        this.watch = watch;
        runner = new PgStatementRunner(session, context, watch);
    }

    /** What was done, one line each. */
    List<String> run() throws SQLException {
        List<String> told = new ArrayList<>();
        try {
            for (PgUpkeep.Due due : upkeep.due()) {
                told.add(run(due));
            }
        } finally {
            runner.leaveNothingBehind();
        }
        return told;
    }

    private String run(PgUpkeep.Due due) throws SQLException {
        String what = "pg: " + due.command();
        context.say(what + ", since " + due.reason());
        LockRetry retry = new LockRetry(context, watch);
        while (true) {
            try {
                // They block neither reading nor writing, and may well take longer than any other statement.
                runner.liftLimits();
                session.execute(
                        "SET lock_timeout = " + context.limits().lockTimeout().toMillis());
                if (!mayMaintain(due)) {
                    upkeep.markDone(due);
                    return what + " is left to the owner of the table, since " + due.reason();
                }
                runner.send(due.command(), what);
                upkeep.markDone(due);
                return what + ", since " + due.reason();
            } catch (SQLException e) {
                if (context.cancellation().requested() || PgErrors.isConnection(e)) {
                    throw new MigrateException(
                            context.cancellation().requested() ? FailureKind.INTERRUPTED : FailureKind.HALFWAY,
                            what + " was cut off: " + PgErrors.message(e)
                                    + ". All files are applied; the next apply does it again.",
                            e);
                }
                if (!retry.again(e, what)) {
                    return what + " failed and stays due for the next apply: " + PgErrors.message(e) + retry.story();
                }
            }
        }
    }

    /** The server would only warn about it. */
    private boolean mayMaintain(PgUpkeep.Due due) throws SQLException {
        Optional<PgSession.Row> may =
                session.query("""
                        SELECT pg_has_role(c.relowner, 'USAGE')
                            OR (SELECT datdba FROM pg_database WHERE datname = current_database()) = current_user::regrole
                          FROM pg_class c WHERE c.oid = ?::oid""", due.relation()).stream().findFirst();
        return may.isPresent() && may.get().text(0).equals("t");
    }
}
