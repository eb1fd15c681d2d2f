package io.graphsync.source.database;

import io.graphsync.source.failure.WaitLog;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the heartbeat while the source follows the write-ahead log. The row comes back through the slot: it keeps the
 * slot moving while the outbox is idle, and tells how far the graph is. A beat that fails is tried again at the next
 * interval over a new connection, and never ends the source. Owns its thread.
 */
public final class HeartbeatLoop implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HeartbeatLoop.class);

    private final Database database;
    private final Duration interval;
    private final WaitLog waits = new WaitLog(log, InstantSource.system());
    private final Thread thread = Thread.ofVirtual().name("graphsync-heartbeat").unstarted(this::run);

    private HeartbeatLoop(Database database, Duration interval) {
        this.database = database;
        this.interval = interval;
    }

    /** Starts to write a beat at once and then in every interval. */
    public static HeartbeatLoop start(Database database, Duration interval) {
        HeartbeatLoop loop = new HeartbeatLoop(database, interval);
        loop.thread.start();
        return loop;
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                beatUntilFailure();
                pause(interval);
            }
        } catch (InterruptedException closed) {
            log.atTrace().log("The heartbeat ends");
        }
    }

    private void beatUntilFailure() throws InterruptedException {
        try (HeartbeatWriter writer = HeartbeatWriter.open(database)) {
            while (true) {
                long begin = System.nanoTime();
                writer.beat();
                waits.over();
                pause(interval.minusNanos(System.nanoTime() - begin));
            }
        } catch (SQLException | RuntimeException failed) {
            // The driver reports an interruption while it connects as a RuntimeException.
            if (!Thread.currentThread().isInterrupted()) {
                waits.waiting("a write to graph_heartbeat", String.valueOf(failed.getMessage()));
            }
        }
    }

    private static void pause(Duration duration) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(Math.max(0, duration.toNanos()));
    }

    /** Ends the heartbeat; a write under way is cut off. */
    @Override
    public void close() {
        thread.interrupt();
    }
}
