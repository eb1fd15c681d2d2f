package io.graphsync.sink.consume;

import io.graphsync.sink.failure.GraphFailure;
import io.graphsync.sink.mapping.EventMapper;
import io.graphsync.sink.outage.GraphWatch;
import io.graphsync.sink.outage.OutageWatch;
import io.graphsync.sink.outage.StopSignal;
import io.graphsync.sink.progress.PassageReporter;
import io.graphsync.sink.progress.PassedBeats;
import io.graphsync.sink.purge.GroupProgress;
import io.graphsync.sink.purge.TombstonePurger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running sink: one thread that waits for the servers, then consumes until it is closed or can't go on. */
public final class Sink implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Sink.class);

    /** For each of the few steps that follow the drain. */
    private static final Duration STEP_DEADLINE = Duration.ofSeconds(5);

    private static final int STEPS = 6;

    private final ConsumeSettings settings;
    private final SinkGraph graph;
    private final EventMapper mapper;
    private final SinkObserver observer;
    private final InstantSource clock;
    private final StopSignal stop = new StopSignal();
    private final CompletableFuture<Void> terminated = new CompletableFuture<>();
    private final PassedBeats beats;
    private final Thread thread;
    private final OutageWatch neo4j;
    private final OutageWatch kafka;
    private volatile Runnable wake = () -> {};
    private volatile boolean atTheGates = true;
    private volatile boolean consuming;

    private Sink(
            ConsumeSettings settings,
            SinkGraph graph,
            EventMapper mapper,
            PassedBeats beats,
            SinkObserver observer,
            InstantSource clock) {
        this.settings = settings;
        this.graph = graph;
        this.mapper = mapper;
        this.beats = beats;
        this.observer = observer;
        this.clock = clock;
        this.neo4j = new OutageWatch("Neo4j", graph.gate().address(), clock, log);
        this.kafka = new OutageWatch("Kafka", settings.bootstrapServers(), clock, log);
        this.thread = Thread.ofPlatform().name("sink-loop").unstarted(this::run);
    }

    /**
     * Starts the thread and returns at once.
     *
     * @param beats takes the heartbeats that pass
     */
    public static Sink start(
            ConsumeSettings settings,
            SinkGraph graph,
            EventMapper mapper,
            PassedBeats beats,
            SinkObserver observer,
            InstantSource clock) {
        Sink sink = new Sink(settings, graph, mapper, beats, observer, clock);
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
        return neo4j.isAway();
    }

    // Whatever ends the loop must reach whoever waits for its end.
    private void run() {
        try {
            passTheGates();
            if (!stop.isRequested()) {
                consume();
            }
            terminated.complete(null);
        } catch (Throwable failure) {
            log.atError().setCause(failure).log("The sink stopped");
            terminated.completeExceptionally(failure);
        }
    }

    private void passTheGates() {
        try {
            graph.gate().pass(stop);
            new TopicGate(settings, kafka, clock).pass(stop);
        } finally {
            atTheGates = false;
        }
    }

    private void consume() {
        GraphWatch watch = GraphWatch.start(this::askGraph, neo4j, clock);
        try {
            if (settings.silent()) {
                consume((messages, work) -> {}, watch);
            } else {
                consumeAndTell(watch);
            }
        } finally {
            watch.close();
        }
    }

    private void askGraph() throws GraphFailure {
        graph.gate().requireSchema();
        graph.probe().run();
    }

    private void consumeAndTell(GraphWatch watch) {
        Producer<byte[], byte[]> producer =
                new KafkaProducer<>(settings.producer(), new ByteArraySerializer(), new ByteArraySerializer());
        PassageReporter reporter =
                PassageReporter.start(beats, producer, settings.route().failed(), kafka);
        TombstonePurger purger = purger();
        purger.start();
        try (RetryPublisher retries = new RetryPublisher(producer, kafka)) {
            consume(retries, watch);
        } finally {
            purger.close();
            reporter.close();
        }
    }

    private void consume(BatchApplier.RetryTopic retries, GraphWatch watch) {
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings.consumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        try {
            consume(consumer, retries, watch);
        } finally {
            leave(consumer);
        }
    }

    private TombstonePurger purger() {
        return new TombstonePurger(
                settings.purge(),
                beats,
                new TopicPartition(settings.eventTopics().get(0), 0),
                new GroupProgress(settings.admin(), settings.groupId(), settings.eventTopics()),
                graph.tombstones(),
                observer::purged);
    }

    private static void leave(KafkaConsumer<byte[], byte[]> consumer) {
        try {
            consumer.close(CloseOptions.timeout(STEP_DEADLINE));
        } catch (KafkaException failure) {
            log.atWarn().setCause(failure).log("The consumer group could not be left in good order");
        }
    }

    private void consume(KafkaConsumer<byte[], byte[]> consumer, BatchApplier.RetryTopic retries, GraphWatch watch) {
        WriterPermits permits = new WriterPermits(settings.writers(), observer::writers);
        IsolatingWriter writer = new IsolatingWriter(graph.writer()::write, watch, permits, observer, clock);
        BatchApplier applier = new BatchApplier(
                mapper, writer, new WritePolicy(settings.attempts()), retries, settings.route(), observer, clock);
        ConsumeLoop loop = new ConsumeLoop(consumer, settings, kafka, watch::isAway, beats, observer);
        WriterPool writers = new WriterPool(settings.writers(), applier, settings.limits(), permits, loop::finished);
        wake = loop::wake;
        try {
            consuming = true;
            log.atInfo().addKeyValue("topics", settings.topics()).log("Consuming");
            loop.run(writers, stop);
        } finally {
            consuming = false;
            wake = () -> {};
            writers.stop(STEP_DEADLINE);
        }
    }

    /** Stops polling, waits for the batches in flight, commits their offsets, leaves the group. Idempotent. */
    @Override
    public void close() {
        stop.request();
        if (atTheGates) {
            thread.interrupt(); // A server that does not answer is not worth waiting for.
        }
        wake.run();
        try {
            thread.join(settings.drainTimeout().plus(STEP_DEADLINE.multipliedBy(STEPS)));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
