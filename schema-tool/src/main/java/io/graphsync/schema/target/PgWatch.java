package io.graphsync.schema.target;

import io.graphsync.schema.failure.MigrateException;
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
    private static final Duration INTERVAL = Duration.ofMillis(500);

    /** Statements that are over sooner are not worth a look. */
    private static final Duration PATIENCE = Duration.ofMillis(800);

    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

    private final PgSession eyes;
    private final RunContext context;
    private final int pid;
    private final Thread thread;

    // Guarded by this.
    private String running = "";
    private long since;
    private long toldAt;
    private Optional<String> blockers = Optional.empty();
    private boolean closed;

    private PgWatch(PgSession eyes, int pid, RunContext context) {
        this.eyes = eyes;
        this.pid = pid;
        this.context = context;
        thread = Thread.ofVirtual().name("migrate-watch").unstarted(this::watch);
    }

    static PgWatch start(PostgresTarget target, PgSession worker, RunContext context) throws SQLException {
        int pid = worker.jdbc().unwrap(PGConnection.class).getBackendPID();
        PgWatch watch = new PgWatch(PgSession.open(target, "watch"), pid, context);
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
        }
    }

    /** Who was seen in the way of the statement that ran last. */
    synchronized Optional<String> blockers() {
        return blockers;
    }

    private void watch() {
        try {
            while (!isClosed()) {
                Thread.sleep(INTERVAL);
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
        return !closed && !running.isEmpty() && System.nanoTime() - since > PATIENCE.toNanos();
    }

    private void look() throws SQLException {
        List<PgSession.Row> rows = eyes.query("""
                SELECT a.pid, coalesce(a.usename, '?'), coalesce(nullif(a.application_name, ''), '?'),
                       coalesce(a.state, '?'), round(extract(epoch FROM clock_timestamp() - a.xact_start))
                  FROM unnest(pg_blocking_pids(?)) b (pid) JOIN pg_stat_activity a USING (pid)""", pid);
        Optional<String> who = rows.stream()
                .findFirst()
                .map(row -> "process " + row.text(0) + " (user " + row.text(1) + ", application " + row.text(2) + ", "
                        + row.text(3) + ", transaction open for " + row.text(4) + " s"
                        + (rows.size() > 1 ? "; and " + (rows.size() - 1) + " more" : "") + ")");
        tell(who);
    }

    private synchronized void tell(Optional<String> who) {
        if (running.isEmpty()) {
            return;
        }
        boolean news = who.isPresent() && blockers.isEmpty();
        blockers = who.or(() -> blockers);
        long now = System.nanoTime();
        if (news || now - toldAt > BETWEEN_LINES.toNanos()) {
            toldAt = now;
            context.say(running + ": "
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
