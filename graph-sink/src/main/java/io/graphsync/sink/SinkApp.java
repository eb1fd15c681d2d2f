package io.graphsync.sink;

import io.graphsync.outbox.type.EventCatalog;
import io.graphsync.sink.consume.GraphGate;
import io.graphsync.sink.consume.Sink;
import io.graphsync.sink.consume.SinkGraph;
import io.graphsync.sink.mapping.EventMapper;
import io.graphsync.sink.mapping.TemplateCatalog;
import io.graphsync.sink.progress.PassedBeats;
import io.graphsync.sink.write.GraphConnection;
import io.graphsync.sink.write.GraphProbe;
import io.graphsync.sink.write.GraphSchema;
import io.graphsync.sink.write.GraphWriter;
import io.graphsync.sink.write.TombstonePurge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.config.ConfigException;

/** Carries the events of the topics to Neo4j, until it is closed. Waits by itself for servers that are away. */
public final class SinkApp implements AutoCloseable {
    private final GraphConnection graph;
    private final Sink sink;

    private SinkApp(GraphConnection graph, Sink sink) {
        this.graph = graph;
        this.sink = sink;
    }

    /**
     * Starts the sink and returns at once, whether or not the servers are there.
     *
     * @param catalog the event types; each needs a Cypher file
     * @param registry takes the metrics of {@link SinkMetric}
     * @throws ConfigException if Cypher files are missing or wrong; names every one
     */
    public static SinkApp start(SinkConfig config, EventCatalog catalog, MeterRegistry registry) {
        TemplateCatalog templates;
        try {
            templates = TemplateCatalog.load(catalog, config.eventsDirectory());
        } catch (IllegalArgumentException problems) {
            throw new ConfigException(problems.getMessage());
        }
        InstantSource clock = InstantSource.system();
        GraphConnection graph = GraphConnection.open(config.graph());
        GraphWriter writer = new GraphWriter(graph, templates);
        GraphGate gate = new GraphGate(
                new GraphSchema(graph, templates), writer, config.graph().toString(), clock);
        PassedBeats beats = new PassedBeats();
        Sink sink = Sink.start(
                config.consume(catalog),
                new SinkGraph(gate, writer, new GraphProbe(graph), new TombstonePurge(graph)),
                new EventMapper(templates),
                beats,
                new SinkMeters(registry, beats, clock),
                clock);
        return new SinkApp(graph, sink);
    }

    /**
     * Completes when the sink has ended: normally after {@link #close}, exceptionally when it can't go on until somebody
     * mends its configuration; the exception's message says what.
     */
    public CompletableFuture<Void> failure() {
        return sink.terminated();
    }

    /** Returns what the sink does at the moment. */
    public SinkState state() {
        if (sink.terminated().isDone()) {
            return SinkState.STOPPED;
        }
        if (!sink.isConsuming()) {
            return SinkState.WAITING;
        }
        return sink.isGraphAway() ? SinkState.OUTAGE : SinkState.RUNNING;
    }

    /** Finishes the batches in flight, commits their offsets and closes all connections. Idempotent. */
    @Override
    public void close() {
        sink.close();
        graph.close();
    }
}
