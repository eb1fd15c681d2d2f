package io.graphsync.source;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * Writes small transactions about a few conversations until it is closed, and on through outages of the database: a
 * transaction that fails is of no account.
 */
final class Traffic implements AutoCloseable {
    private static final int CONVERSATIONS = 5;
    private static final long PAUSE_NANOS = 1_000_000;

    private final SourceFixture fixture;
    private final List<UUID> conversations =
            Stream.generate(UUID::randomUUID).limit(CONVERSATIONS).toList();
    private final AtomicLong transactions = new AtomicLong();
    private final Thread thread;
    private volatile boolean stopped;

    Traffic(SourceFixture fixture) {
        this.fixture = fixture;
        this.thread = Thread.ofPlatform().name("traffic").start(this::run);
    }

    private void run() {
        while (!stopped) {
            try (Connection connection = fixture.connect()) {
                while (!stopped) {
                    long number = transactions.getAndIncrement();
                    SourceFixture.insertMessages(
                            connection, conversations.get((int) (number % CONVERSATIONS)), 1 + (int) (number % 7));
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            } catch (SQLException away) {
                Thread.onSpinWait();
            }
        }
    }

    /** Waits until that many more transactions were written. */
    void awaitMore(int count) {
        long goal = transactions.get() + count;
        Awaitility.await("traffic").until(() -> transactions.get() >= goal);
    }

    @Override
    public void close() {
        stopped = true;
        Awaitility.await("the end of the traffic").until(() -> !thread.isAlive());
    }
}
