package io.graphsync.schema.target;

import io.graphsync.schema.failure.MigrateException;
import io.graphsync.schema.file.Store;
import io.graphsync.schema.parse.LiteralMask;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.postgresql.PGConnection;

/**
 * Looks, from a connection of its own, at what the working session waits for, and tells it.
 *
 * <p>Owns one thread, which only looks: its failures stop nothing.
 */
final class PgWatch implements AutoCloseable {
    private static final Duration LONGEST_INTERVAL = Duration.ofMillis(500);
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);
    private static final int QUERY_WIDTH = 120;

    private final PgSession eyes;
    private final RunContext context;
    private final int pid;
    private final Duration interval;
    private final Thread thread;

    // Guarded by this.
    private String running = "";
    private long since;
    private long toldAt;
    private Optional<String> blockers = Optional.empty();
    private String toldProgress = "";
    private boolean closed;

    private PgWatch(PgSession eyes, int pid, RunContext context) {
        this.eyes = eyes;
        this.pid = pid;
        this.context = context;
        // Who is in the way has to be seen before the wait for a lock ends.
        long quarter = Math.max(20, context.limits().lockTimeout().toMillis() / 4);
        interval = Duration.ofMillis(Math.min(LONGEST_INTERVAL.toMillis(), quarter));
        thread = Thread.ofVirtual().name("migrate-watch").unstarted(this::watch);
    }

    static PgWatch start(PostgresTarget target, PgSession worker, RunContext context) throws SQLException {
        int pid = worker.jdbc().unwrap(PGConnection.class).getBackendPID();
        PgSession eyes = PgSession.open(target, "watch");
        eyes.endureIdleness();
        PgWatch watch = new PgWatch(eyes, pid, context);
        watch.thread.start();
        return watch;
    }

    /** Says what runs from now on; an empty text for nothing. */
    synchronized void running(String what) {
        running = what;
        since = System.nanoTime();
        toldAt = since;
        if (!what.isEmpty()) {
            blockers = Optional.empty();
            toldProgress = "";
        }
    }

    /** Who was seen in the way of the statement that ran last. */
    synchronized Optional<String> blockers() {
        return blockers;
    }

    private void watch() {
        try {
            while (!isClosed()) {
                Thread.sleep(interval);
                if (isWorthALook()) {
                    look();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException | MigrateException e) {
            if (!isClosed()) {
                context.say("pg: cannot look any more at what the server waits for: " + e.getMessage());
            }
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized boolean isWorthALook() {
        return !closed && !running.isEmpty() && System.nanoTime() - since > interval.toNanos();
    }

    private void look() throws SQLException {
        tell(blocker(), progress());
    }

    private Optional<String> blocker() throws SQLException {
        // One that is not in the list of sessions is a prepared transaction.
        List<PgSession.Row> rows = eyes.query("""
                SELECT b.pid, coalesce(a.usename, '?'), coalesce(nullif(a.application_name, ''), '?'),
                       coalesce(a.state, '?'), round(extract(epoch FROM clock_timestamp() - a.xact_start)),
                       left(a.query, 4000), a.pid IS NULL
                  FROM unnest(pg_blocking_pids(?)) b (pid) LEFT JOIN pg_stat_activity a ON a.pid = b.pid
                 ORDER BY a.xact_start NULLS LAST""", pid);
        return rows.stream()
                .findFirst()
                .map(row -> row.text(6).equals("t")
                        ? "a prepared transaction (see pg_prepared_xacts)" + more(rows)
                        : "process " + row.text(0) + " (user " + row.text(1) + ", application " + row.text(2) + ", "
                                + row.text(3) + ", transaction open for " + row.text(4) + " s" + more(rows) + "): "
                                + LiteralMask.of(Store.PG, row.text(5), QUERY_WIDTH));
    }

    private static String more(List<PgSession.Row> rows) {
        return rows.size() > 1 ? "; and " + (rows.size() - 1) + " more" : "";
    }

    private Optional<PgBuildProgress> progress() throws SQLException {
        return eyes.query("""
                        SELECT phase, lockers_done, lockers_total, blocks_done, blocks_total, tuples_done, tuples_total
                          FROM pg_stat_progress_create_index WHERE pid = ?""", pid).stream()
                .findFirst()
                .map(row -> new PgBuildProgress(
                        row.text(0),
                        row.number(1),
                        row.number(2),
                        row.number(3),
                        row.number(4),
                        row.number(5),
                        row.number(6)));
    }

    private synchronized void tell(Optional<String> who, Optional<PgBuildProgress> progress) {
        if (running.isEmpty()) {
            return;
        }
        String phase = progress.map(PgBuildProgress::phase).orElse("");
        boolean news = (who.isPresent() && blockers.isEmpty()) || !phase.equals(toldProgress);
        blockers = who.or(() -> blockers);
        long now = System.nanoTime();
        if (news || now - toldAt > BETWEEN_LINES.toNanos()) {
            toldAt = now;
            toldProgress = phase;
            context.say(running + ": "
                    + progress.map(p -> p.text() + ", ").orElse("")
                    + who.map(w -> "waiting for " + w)
                            .orElse("running for "
                                    + Duration.ofNanos(now - since).toSeconds() + " s"));
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            running = "";
        }
        thread.interrupt();
        eyes.close();
    }
}
