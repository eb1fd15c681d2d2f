package io.graphsync.source.database;

import io.graphsync.source.failure.AwaitedException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to be the one active source of a slot: an advisory lock, held by one connection for as long as it lives.
 *
 * <p>The server gives the lock to a standby the moment that the connection ends, and ends the connection itself when the
 * holder is silent for the lease's timeout: because it is frozen, or cut off. A thread of the lease asks for a sign of
 * life often enough that this never happens to a holder that is well. The holder counts from its last answered question
 * and takes the lease for lost a fifth earlier than the server does, so that it stops before another one begins.
 *
 * <p>Acquired by one thread; {@link #require} may be called by any.
 */
public final class Lease implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Lease.class);
    private static final int QUESTIONS_A_TIMEOUT = 5;

    private final Database database;
    private final Connection connection;
    private final String slot;
    private final Duration interval;
    private final Duration term;
    private Optional<Thread> keeper = Optional.empty();
    private volatile long askedNanos;
    private volatile boolean lost;

    private Lease(Database database, Connection connection, String slot, Duration timeout) {
        this.database = database;
        this.connection = connection;
        this.slot = slot;
        this.interval = timeout.dividedBy(QUESTIONS_A_TIMEOUT);
        this.term = timeout.minus(interval);
    }

    /**
     * Connects as a candidate.
     *
     * @param timeout after how long a silence the server takes the lease away
     * @throws SQLException if the server can't be reached, or refuses the login
     */
    public static Lease candidate(Database database, String slot, Duration timeout) throws SQLException {
        Connection connection = database.connect(timeout.minus(timeout.dividedBy(QUESTIONS_A_TIMEOUT)));
        try {
            Database.set(connection, ServerTimeouts.forLease(timeout));
            return new Lease(database, connection, slot, timeout);
        } catch (SQLException failed) {
            database.close(connection);
            throw failed;
        }
    }

    /**
     * Takes the lease if nobody has it; a candidate asks again at least once in an {@link #interval}.
     *
     * @return false if another source has it
     * @throws SQLException if the server does not answer
     */
    public boolean tryAcquire() throws SQLException {
        long key = UUID.nameUUIDFromBytes(("graphsync source " + slot).getBytes(StandardCharsets.UTF_8))
                .getMostSignificantBits();
        long asked = System.nanoTime();
        try (PreparedStatement lock = connection.prepareStatement("SELECT pg_try_advisory_lock(?)")) {
            lock.setLong(1, key);
            try (ResultSet row = lock.executeQuery()) {
                if (!row.next() || !row.getBoolean(1)) {
                    return false;
                }
            }
        }
        askedNanos = asked;
        keeper = Optional.of(Thread.ofVirtual().name("graphsync-lease").start(this::keep));
        return true;
    }

    /** Returns how often the holder and the candidates must be heard of. */
    public Duration interval() {
        return interval;
    }

    /** Returns whether the server has confirmed the lease so lately that nobody else can have it. */
    public boolean isHeld() {
        return !lost && System.nanoTime() - askedNanos < term.toNanos();
    }

    /**
     * Makes sure that the lease is still held.
     *
     * @throws AwaitedException if it must be taken for lost
     */
    public void require() {
        if (!isHeld()) {
            throw new AwaitedException(
                    "the lease of the replication slot " + slot,
                    "PostgreSQL has not confirmed it for " + term.toMillis() + " ms; another source may be active");
        }
    }

    private void keep() {
        try {
            while (true) {
                TimeUnit.NANOSECONDS.sleep(interval.toNanos());
                long asked = System.nanoTime();
                try (PreparedStatement probe = connection.prepareStatement("SELECT 1")) {
                    probe.execute();
                }
                askedNanos = asked;
            }
        } catch (SQLException gone) {
            lost = true;
            log.atDebug().setCause(gone).log("The lease is lost");
        } catch (InterruptedException closed) {
            log.atTrace().log("The lease is given back");
        }
    }

    /** Gives the lease back. */
    @Override
    public void close() {
        // Also frees a question under way, by closing its socket.
        keeper.ifPresent(Thread::interrupt);
        database.close(connection);
    }
}
