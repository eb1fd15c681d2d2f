package io.graphsync.verification.chaos.workload;

import io.graphsync.verification.chaos.workload.Change.StartConversation;
import io.graphsync.verification.chaos.workload.Change.WritePoison;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * Applications that write as long as they are let. PostgreSQL may go at any moment: a writer then connects again and goes
 * on with its next transaction. What became of the one under way it may not know; the rows themselves tell. Each writer
 * owns its thread and its connection.
 */
public final class Workload {
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration RECONNECT_PAUSE = Duration.ofMillis(250);
    private static final Duration END_DEADLINE = Duration.ofMinutes(1);
    private static final int SHARED_CONVERSATIONS = 12;

    /** Opens a connection, autocommit off. */
    @FunctionalInterface
    public interface Database {
        Connection connect() throws SQLException;
    }

    private final Database application;
    private final Database administrator;
    private final WorkloadSettings settings;
    private final long seed;
    private final List<UUID> shared = new ArrayList<>();
    private final Set<UUID> poison = ConcurrentHashMap.newKeySet();
    private final Set<UUID> committedPoison = ConcurrentHashMap.newKeySet();
    private final LongAdder committed = new LongAdder();
    private final LongAdder uncertain = new LongAdder();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();

    /**
     * Makes a workload that has not begun.
     *
     * @param application as which ordinary transactions run
     * @param administrator as which a COPY past the triggers runs
     */
    public Workload(Database application, Database administrator, WorkloadSettings settings, long seed) {
        this.application = application;
        this.administrator = administrator;
        this.settings = settings;
        this.seed = seed;
        SeededIds ids = new SeededIds(new Random(seed));
        for (int i = 0; i < SHARED_CONVERSATIONS; i++) {
            shared.add(ids.next());
        }
    }

    /** Begins to write; the conversations that all writers share are there when it returns. */
    public void start() throws SQLException {
        SeededIds ids = new SeededIds(new Random(seed + 1));
        List<Change> first = new ArrayList<>();
        shared.forEach(id -> first.add(new StartConversation(id, ids.user(), "Shared", ids.topic(), ids.subTopic())));
        try (Connection connection = application.connect()) {
            RowWriter.write(connection, new Transaction(first, first.size()));
        }
        for (int i = 0; i < settings.writers(); i++) {
            TrafficPlanner planner = new TrafficPlanner(seed * 1_000 + i, shared);
            threads.add(Thread.ofPlatform()
                    .name("writer-" + i)
                    .daemon(true)
                    .start(() -> run(application, planner::next, this::pauseAfter)));
        }
        BulkPlanner bulk = new BulkPlanner(seed * 1_000 + 999, settings.bulkRows());
        threads.add(Thread.ofPlatform()
                .name("bulk-writer")
                .daemon(true)
                .start(() -> run(administrator, bulk::next, ignored -> settings.bulkPause())));
    }

    /** The conversations that all writers share and that are never deleted. */
    public List<UUID> shared() {
        return List.copyOf(shared);
    }

    /** The ids of all rows that were meant to be poison; those that are in the outbox are to be dead letters. */
    public Set<UUID> poison() {
        return Set.copyOf(poison);
    }

    /** The poison rows whose commit was confirmed. */
    public Set<UUID> committedPoison() {
        return Set.copyOf(committedPoison);
    }

    /** Transactions that were confirmed. */
    public long committed() {
        return committed.sum();
    }

    /** Transactions that broke off; some of them may have been committed. */
    public long uncertain() {
        return uncertain.sum();
    }

    private interface Pace {
        Duration after(Transaction transaction);
    }

    private Duration pauseAfter(Transaction transaction) {
        Duration pause =
                Duration.ofMillis(1_000L * transaction.rows() * settings.writers() / settings.eventsPerSecond());
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    private void run(Database database, Supplier<Transaction> plan, Pace pace) {
        boolean goOn = true;
        while (goOn) {
            try (Connection connection = database.connect()) {
                while (goOn) {
                    Transaction transaction = plan.get();
                    note(transaction, poison);
                    write(connection, transaction);
                    goOn = !awaitStop(pace.after(transaction));
                }
            } catch (SQLException away) {
                goOn = !awaitStop(RECONNECT_PAUSE);
            }
        }
    }

    private void write(Connection connection, Transaction transaction) throws SQLException {
        try {
            RowWriter.write(connection, transaction);
            committed.increment();
            note(transaction, committedPoison);
        } catch (SQLException failed) {
            uncertain.increment();
            connection.rollback();
        }
    }

    private static void note(Transaction transaction, Set<UUID> ids) {
        for (Change change : transaction.changes()) {
            if (change instanceof WritePoison row) {
                ids.add(row.id());
            }
        }
    }

    private boolean awaitStop(Duration atMost) {
        try {
            return stopped.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Ends all writers after their transactions. */
    public void stop() throws InterruptedException {
        stopped.countDown();
        long deadline = System.nanoTime() + END_DEADLINE.toNanos();
        for (Thread thread : threads) {
            thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
            if (thread.isAlive()) {
                throw new IllegalStateException(thread.getName() + " does not end");
            }
        }
    }
}
