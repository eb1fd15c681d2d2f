package io.graphsync.schema.target;

import io.graphsync.schema.failure.FailureKind;
import io.graphsync.schema.failure.MigrateException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.neo4j.driver.Record;
import org.neo4j.driver.exceptions.Neo4jException;

/**
 * Lets one run at a time work on a graph: a node with an owner and a time, by the server's clock, until which it is his.
 * The owner prolongs it; when he is killed it runs out by itself.
 *
 * <p>Owns the thread that prolongs it.
 */
final class GraphLease implements AutoCloseable {
    private static final Duration TERM = Duration.ofSeconds(20);
    private static final Duration RENEWAL = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(500);

    private static final String TAKE = """
            MERGE (l:GraphsyncMigrationLock {id: 'run'})
              ON CREATE SET l.owner = '', l.holder = '', l.expires_at = 0
            SET l.touched = true
            WITH l, (l.owner = $owner OR l.expires_at < timestamp()) AS free, l.holder AS before
            FOREACH (ignored IN CASE WHEN free THEN [1] ELSE [] END |
              SET l.owner = $owner, l.holder = $holder, l.expires_at = timestamp() + $term)
            RETURN free, before""";

    /** Nobody else may have had it in the meantime, not even if he is done with it. */
    private static final String PROLONG = """
            MATCH (l:GraphsyncMigrationLock {id: 'run', owner: $owner})
            SET l.expires_at = timestamp() + $term
            RETURN true AS mine""";

    private final GraphSession session;
    private final String owner = UUID.randomUUID().toString();
    private final String holder;
    private final AtomicBoolean lost = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread renewal;

    private GraphLease(GraphSession session, String holder) {
        this.session = session;
        this.holder = holder;
        renewal = Thread.ofVirtual().name("migrate-lease").unstarted(this::renew);
    }

    static GraphLease acquire(GraphSession session, Neo4jTarget target, RunContext context) {
        String holder = "process " + ProcessHandle.current().pid() + ", user " + target.username();
        GraphLease lease = new GraphLease(session, holder);
        long deadline = System.nanoTime() + context.limits().lockWait().toNanos();
        boolean told = false;
        Record answer = lease.take();
        while (!answer.get("free").asBoolean()) {
            String who = answer.get("before").asString("");
            if (System.nanoTime() > deadline) {
                throw new MigrateException(
                        FailureKind.REFUSED,
                        "Another run works on Neo4j at " + target.address() + " (" + who
                                + "). Nothing was changed. Try again later, or wait longer with --lock-wait.");
            }
            if (!told) {
                context.say("neo4j: waiting for another run to end (" + who + "); a killed one is over after "
                        + TERM.toSeconds() + " s");
                told = true;
            }
            context.cancellation().pause(POLL);
            answer = lease.take();
        }
        lease.renewal.start();
        return lease;
    }

    private Record take() {
        return session.write(TAKE, Map.of("owner", owner, "holder", holder, "term", TERM.toMillis()))
                .getFirst();
    }

    private void renew() {
        try {
            while (!lost.get() && !closed.get()) {
                Thread.sleep(RENEWAL);
                prolong();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void prolong() {
        try {
            List<Record> mine = session.write(PROLONG, Map.of("owner", owner, "term", TERM.toMillis()));
            if (mine.isEmpty()) {
                lost.set(true);
            }
        } catch (Neo4jException e) {
            // The next renewal, or the next statement of the run itself, shows whether the server is gone for good.
            return;
        }
    }

    /** Fails if the lease ran out and somebody else took it. */
    void check() {
        List<Record> mine = session.read(
                "MATCH (l:GraphsyncMigrationLock {id: 'run', owner: $owner}) RETURN l.id", Map.of("owner", owner));
        if (lost.get() || mine.isEmpty()) {
            throw new MigrateException(
                    FailureKind.HALFWAY,
                    "The lease on Neo4j ran out, and another run took it. What is applied is recorded;"
                            + " run the same command again when the other one has ended.");
        }
    }

    @Override
    public void close() {
        closed.set(true);
        renewal.interrupt();
        try {
            session.write(
                    "MATCH (l:GraphsyncMigrationLock {id: 'run', owner: $owner}) SET l.owner = '', l.expires_at = 0",
                    Map.of("owner", owner));
        } catch (Neo4jException e) {
            // It runs out by itself.
            return;
        }
    }
}
