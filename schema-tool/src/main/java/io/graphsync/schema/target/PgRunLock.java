package io.graphsync.schema.target;

import io.graphsync.schema.failure.FailureKind;
import io.graphsync.schema.failure.MigrateException;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Lets one run at a time work on a database, by advisory locks of two sessions.
 *
 * <p>Both are polled and never waited for: a session that waits for a lock holds a snapshot, and CREATE INDEX CONCURRENTLY
 * of the run that has the lock would wait for that snapshot, a deadlock. The first lock is held by a connection of its
 * own, outside of any transaction; the second by the connection that works, because the server may go on with a statement
 * for a while after its client was killed. Both vanish with their sessions, so nothing has to be cleaned up.
 */
final class PgRunLock implements AutoCloseable {
    private static final long RUN = 0x67726170_68736d31L;
    private static final long WORK = 0x67726170_68736d32L;
    private static final Duration POLL = Duration.ofMillis(250);

    private final PgSession holder;

    private PgRunLock(PgSession holder) {
        this.holder = holder;
    }

    static PgRunLock acquire(PostgresTarget target, PgSession worker, RunContext context) {
        PgSession holder = PgSession.open(target, "lock");
        try {
            holder.endureIdleness();
            long deadline = System.nanoTime() + context.limits().lockWait().toNanos();
            poll(holder, RUN, deadline, context, target);
            poll(worker, WORK, deadline, context, target);
            return new PgRunLock(holder);
        } catch (SQLException e) {
            holder.close();
            throw new MigrateException(
                    FailureKind.UNREACHABLE,
                    "PostgreSQL at " + target.address() + " went away while its run lock was taken: "
                            + PgErrors.message(e),
                    e);
        } catch (MigrateException e) {
            holder.close();
            throw e;
        }
    }

    private static void poll(PgSession session, long key, long deadline, RunContext context, PostgresTarget target)
            throws SQLException {
        boolean told = false;
        while (!session.query("SELECT pg_try_advisory_lock(?)", key)
                .getFirst()
                .text(0)
                .equals("t")) {
            String who = holder(session, key);
            if (System.nanoTime() > deadline) {
                throw new MigrateException(
                        FailureKind.REFUSED,
                        "Another run works on PostgreSQL at " + target.address() + who
                                + ". Nothing was changed. Try again later, or wait longer with --lock-wait.");
            }
            if (!told) {
                context.say("pg: waiting for another run to end" + who);
                told = true;
            }
            context.cancellation().pause(POLL);
        }
    }

    private static String holder(PgSession session, long key) throws SQLException {
        return session.query("""
                        SELECT a.pid, coalesce(a.usename, '?'), coalesce(host(a.client_addr), 'local'),
                               to_char(a.backend_start, 'HH24:MI:SS')
                          FROM pg_locks l JOIN pg_stat_activity a USING (pid)
                         WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
                           AND l.classid = (? >> 32)::int AND l.objid = (? & 4294967295)::bigint::oid""", key, key).stream()
                .findFirst()
                .map(row -> " (process " + row.text(0) + ", user " + row.text(1) + ", from " + row.text(2) + ", since "
                        + row.text(3) + ")")
                .orElse("");
    }

    /** Fails if the lock's session is gone, and with it the promise that nobody else works. */
    void check() {
        try {
            holder.query("SELECT 1");
        } catch (SQLException e) {
            throw new MigrateException(
                    FailureKind.HALFWAY,
                    "The session that held the run lock is gone (" + PgErrors.message(e)
                            + "), so another run may have started. What is applied is recorded; run the same command again.",
                    e);
        }
    }

    @Override
    public void close() {
        holder.close();
    }
}
