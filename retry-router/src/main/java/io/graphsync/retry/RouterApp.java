package io.graphsync.retry;

import io.graphsync.retry.topology.RedeliveryLoop;
import io.graphsync.retry.topology.RedeliveryState;
import io.graphsync.retry.topology.RetryTopology;
import io.graphsync.retry.writeback.WritebackLoop;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The retry router: redelivers failed events when they are due, keeps dead letters, and shows them in the outbox rows.
 * Waits for Kafka, the topics and PostgreSQL by itself. Several may share the work of one pipeline.
 */
public final class RouterApp implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RouterApp.class);

    private final RouterMetrics metrics;
    private final RedeliveryLoop redelivery;
    private final WritebackLoop writeback;
    private final CompletableFuture<Void> failure = new CompletableFuture<>();
    private boolean closed;

    private RouterApp(RouterConfig config, RouterMetrics metrics) {
        this.metrics = metrics;
        RetryTopology topology = new RetryTopology(config.names(), config.policies(), config.dueCheck(), metrics);
        this.redelivery = new RedeliveryLoop(topology, config.streams(), this::startWriteback, this::giveUp);
        this.writeback = new WritebackLoop(config.writeback(), config.database(), metrics, this::giveUp);
    }

    /** Starts the router; returns at once, whether or not the servers are there. */
    public static RouterApp start(RouterConfig config, MeterRegistry registry) {
        log.atInfo()
                .addKeyValue("prefix", config.names().prefix())
                .addKeyValue("maxAttempts", config.policies().standard().maxAttempts())
                .addKeyValue("state", config.streams().stateDirectory())
                .log("Starting the retry router");
        RouterMetrics metrics = new RouterMetrics(registry);
        RouterApp app = new RouterApp(config, metrics);
        metrics.watch(app::state);
        app.redelivery.start();
        return app;
    }

    /**
     * Completes when the router has ended: normally after {@link #close}, exceptionally when it gave up on what time does
     * not mend. It is to be closed then, too.
     */
    public CompletableFuture<Void> failure() {
        return failure.copy();
    }

    /** Returns what the redelivery is doing; the router is ready while it is running. */
    public RedeliveryState state() {
        return redelivery.state();
    }

    private synchronized void startWriteback() {
        if (!closed && !writeback.isStarted()) {
            writeback.start();
        }
    }

    private void giveUp(Throwable thrown) {
        if (failure.completeExceptionally(thrown)) {
            log.atError().setCause(thrown).log("The retry router gives up");
        }
    }

    /** Commits what is done and stops, within about 25 s at the worst. Idempotent. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        redelivery.close();
        writeback.close();
        metrics.close();
        failure.complete(null);
        log.atInfo().log("The retry router is stopped");
    }
}
