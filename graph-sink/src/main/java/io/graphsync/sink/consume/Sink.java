package io.graphsync.sink.consume;

import io.graphsync.sink.mapping.EventMapper;
import io.graphsync.sink.write.GraphWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running sink: one thread that waits for the servers, then consumes until it is closed or can't go on. */
public final class Sink implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Sink.class);
    private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(10);

    private final ConsumeSettings settings;
    private final GraphGate graphGate;
    private final EventMapper mapper;
    private final GraphWriter writer;
    private final SinkObserver observer;
    private final InstantSource clock;
    private final StopSignal stop = new StopSignal();
    private final CompletableFuture<Void> terminated = new CompletableFuture<>();
    private final Thread thread;
    private final OutageWatch graph;
    private volatile Runnable wake = () -> {};
    private volatile boolean consuming;

    private Sink(
            ConsumeSettings settings,
            GraphGate graphGate,
            EventMapper mapper,
            GraphWriter writer,
            SinkObserver observer,
            InstantSource clock) {
        this.settings = settings;
        this.graphGate = graphGate;
        this.mapper = mapper;
        this.writer = writer;
        this.observer = observer;
        this.clock = clock;
        this.graph = new OutageWatch("Neo4j", graphGate.address(), clock, log);
        this.thread = Thread.ofPlatform().name("sink-loop").unstarted(this::run);
    }

    /** Starts the thread and returns at once. */
    public static Sink start(
            ConsumeSettings settings,
            GraphGate graphGate,
            EventMapper mapper,
            GraphWriter writer,
            SinkObserver observer,
            InstantSource clock) {
        Sink sink = new Sink(settings, graphGate, mapper, writer, observer, clock);
        sink.thread.start();
        return sink;
    }

    /** Completes when the sink has ended: normally after {@link #close}, else with what stopped it. */
    public CompletableFuture<Void> terminated() {
        return terminated.copy();
    }

    /** Returns whether all servers were there and the loop has begun. */
    public boolean isConsuming() {
        return consuming;
    }

    /** Returns whether writers wait for Neo4j. */
    public boolean isGraphAway() {
        return graph.isAway();
    }

    // Whatever ends the loop must reach whoever waits for its end.
    private void run() {
        try {
            consume();
            terminated.complete(null);
        } catch (Throwable failure) {
            log.atError().setCause(failure).log("The sink stopped");
            terminated.completeExceptionally(failure);
        }
    }

    private void consume() {
        OutageWatch kafka = new OutageWatch("Kafka", settings.bootstrapServers(), clock, log);
        graphGate.pass(stop);
        new TopicGate(settings, kafka, clock).pass(stop);
        if (stop.isRequested()) {
            return;
        }
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                        settings.consumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
                RetryPublisher retries = new RetryPublisher(
                        new KafkaProducer<>(settings.producer(), new ByteArraySerializer(), new ByteArraySerializer()),
                        kafka)) {
            ConsumeLoop loop = new ConsumeLoop(consumer, settings, kafka, graph::isAway);
            BatchApplier applier = new BatchApplier(
                    mapper, writer::write, retries, settings.retryTopic(), settings.attempts(), graph, observer, clock);
            WriterPool writers = new WriterPool(settings.writers(), applier, settings.limits(), loop::finished);
            wake = loop::wake;
            try {
                consuming = true;
                log.atInfo().addKeyValue("topics", settings.topics()).log("Consuming");
                loop.run(writers, stop);
            } finally {
                consuming = false;
                wake = () -> {};
                writers.stop(CLOSE_DEADLINE);
            }
        }
    }

    /** Stops polling, waits for the batches in flight, commits their offsets, leaves the group. Idempotent. */
    @Override
    public void close() {
        stop.request();
        wake.run();
        try {
            thread.join(settings.drainTimeout().plus(CLOSE_DEADLINE).plus(CLOSE_DEADLINE));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
