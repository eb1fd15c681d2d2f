package io.graphsync.verification.drill;

import io.graphsync.console.demo.SampleTraffic;
import io.graphsync.console.demo.TrafficRun;
import io.graphsync.console.demo.TrafficWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** What applications go on writing while a graph is rebuilt. */
final class Traffic {
    private final AtomicBoolean goOn = new AtomicBoolean(true);
    private final CompletableFuture<Void> writing;

    private Traffic(Connection connection, long seed, int perSecond) {
        this.writing = CompletableFuture.runAsync(
                () -> write(connection, seed, perSecond),
                task -> Thread.ofVirtual().name("drill-traffic").start(task));
    }

    static Traffic start(Connection connection, long seed, int perSecond) {
        return new Traffic(connection, seed, perSecond);
    }

    private void write(Connection connection, long seed, int perSecond) {
        try (TrafficWriter writer = new TrafficWriter(connection)) {
            new TrafficRun(new SampleTraffic(seed), writer).steadily(Long.MAX_VALUE / 2, perSecond, goOn::get);
        } catch (SQLException e) {
            throw new IllegalStateException("the traffic broke off", e);
        }
    }

    /** Ends it, and makes sure that it went on until now. */
    void close() {
        goOn.set(false);
        writing.join();
    }
}
