package io.graphsync.source;

import io.graphsync.outbox.type.EventCatalog;
import io.graphsync.source.database.Database;
import io.graphsync.source.failure.SourceFailedException;
import io.graphsync.source.metrics.SourceMeters;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The source: carries inserts of {@code graph_outbox} to Kafka until it is closed. Waits for servers, tables and
 * publication by itself; gives up only where somebody has to change something, see {@link #terminated()}. Of several
 * sources with one slot one is active, the others stand by. Safe for use by many threads.
 */
public final class SourceApp implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SourceApp.class);
    private static final Duration CLOSE_MARGIN = Duration.ofSeconds(10);

    private final SourceConfig config;
    private final Database database;
    private final SourceMeters meters;
    private final AtomicReference<SourceState> state = new AtomicReference<>(SourceState.STARTING);
    private final SourceLoop loop;
    private final Thread thread;

    private SourceApp(SourceConfig config, EventCatalog catalog, MeterRegistry registry) {
        this.config = config;
        this.database = new Database(config.database());
        this.meters = new SourceMeters(registry);
        this.loop = new SourceLoop(config, database, config.publishers(catalog, meters), meters, state);
        this.thread = Thread.ofPlatform().name("graphsync-source").daemon(true).unstarted(loop);
    }

    /** Starts a source; returns at once, whether or not the servers are there. */
    public static SourceApp start(SourceConfig config, EventCatalog catalog, MeterRegistry registry) {
        SourceApp app = new SourceApp(config, catalog, registry);
        app.meters.showState("source", app.state, SourceState.values());
        log.atInfo()
                .addKeyValue("database", config.database().address())
                .addKeyValue("kafka", config.kafka().bootstrapServers())
                .addKeyValue("slot", config.capture().slot())
                .log("Starting the source");
        app.thread.start();
        return app;
    }

    /**
     * Completes when the source has ended: normally after {@link #close()}, with a {@link SourceFailedException} where
     * it gave up.
     */
    public CompletableFuture<Void> terminated() {
        return loop.terminated().copy();
    }

    /** Returns what the source is doing. */
    public SourceState state() {
        return state.get();
    }

    /** Returns what the source waits for and why, for a person; empty while it does its work. */
    public Optional<String> awaited() {
        return loop.awaited();
    }

    /**
     * Ends the source: what was handed to Kafka is acknowledged within {@code source.close.timeout.ms}; what is not,
     * is delivered again by the next source. Does nothing the second time.
     */
    @Override
    public void close() {
        boolean draining = state.get() == SourceState.STREAMING;
        loop.stop();
        try {
            if (draining) {
                thread.join(config.closeTimeout().plus(CLOSE_MARGIN));
            }
            if (thread.isAlive()) {
                database.leave();
                thread.interrupt();
                thread.join(CLOSE_MARGIN);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            log.atWarn().log("The source did not end in time");
        }
        meters.close();
    }
}
