package io.graphsync.retry.topology;

import io.graphsync.retry.outage.OutageLog;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the topology running: waits for Kafka and the topics, starts Streams, watches both, and starts again after what
 * time mends. Owns one thread. Gives up on what time does not mend.
 */
public final class RedeliveryLoop implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RedeliveryLoop.class);
    private static final Duration ASK_AGAIN = Duration.ofSeconds(1);
    private static final Duration WATCH = Duration.ofSeconds(5);
    private static final Duration REST_BEFORE_RESTART = Duration.ofSeconds(5);
    private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(15);

    private final RetryTopology topology;
    private final StreamsSettings settings;
    private final Runnable onTopics;
    private final Consumer<Throwable> onGivingUp;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private volatile RedeliveryState waitState = RedeliveryState.WAITING;
    private volatile @Nullable StreamsRun running;

    /**
     * Makes a loop that does not run yet.
     *
     * @param onTopics is run each time when all topics are there and Streams is about to start
     * @param onGivingUp is told, at most once, why the loop ended by itself
     */
    public RedeliveryLoop(
            RetryTopology topology, StreamsSettings settings, Runnable onTopics, Consumer<Throwable> onGivingUp) {
        this.topology = topology;
        this.settings = settings;
        this.onTopics = onTopics;
        this.onGivingUp = onGivingUp;
        this.thread = Thread.ofPlatform().name("retry-redelivery").daemon().unstarted(this::run);
    }

    /** Starts the loop; returns at once. Once. */
    public void start() {
        thread.start();
    }

    /** Returns what the loop is doing. */
    public RedeliveryState state() {
        StreamsRun run = running;
        return waitState == RedeliveryState.STARTING && run != null ? run.state() : waitState;
    }

    private void run() {
        OutageLog outage = new OutageLog(log, "Kafka", settings.bootstrapServers());
        try (TopicWatch watch = new TopicWatch(settings, topology.topics(), outage)) {
            while (waitForTopics(watch)) {
                onTopics.run();
                runStreams(watch);
                pause(REST_BEFORE_RESTART);
            }
            waitState = RedeliveryState.STOPPED;
        } catch (InterruptedException interrupted) {
            waitState = RedeliveryState.STOPPED;
        } catch (Throwable fatal) { // Whatever it is, the owner of the process must hear of it.
            waitState = RedeliveryState.FAILED;
            onGivingUp.accept(fatal);
        }
    }

    private boolean waitForTopics(TopicWatch watch) throws InterruptedException {
        waitState = RedeliveryState.WAITING;
        while (!stopped() && watch.present().isEmpty()) {
            pause(ASK_AGAIN);
        }
        return !stopped();
    }

    private void runStreams(TopicWatch watch) throws InterruptedException {
        TransactionWatch transactions = new TransactionWatch(
                settings.applicationId(),
                topology.names().retry(),
                topology.transactionalTopics(settings.applicationId()),
                settings.transactionPatience());
        try (StreamsRun run = StreamsRun.start(topology, settings)) {
            running = run;
            waitState = RedeliveryState.STARTING;
            while (!stopped()) {
                Optional<StreamsRun.End> end = run.await(WATCH);
                if (end.isPresent()) {
                    heed(end.get());
                    return;
                }
                Optional<Admin> brokers = watch.present();
                waitState = brokers.isPresent() ? RedeliveryState.STARTING : RedeliveryState.WAITING;
                if (brokers.isPresent()) {
                    transactions.look(brokers.get());
                }
            }
        } finally {
            running = null;
        }
    }

    private static void heed(StreamsRun.End end) {
        switch (end) {
            case StreamsRun.End.Stopped stopped -> {}
            case StreamsRun.End.Restart restart ->
                log.atWarn().log("Kafka Streams stopped; it is started again when Kafka and the topics are there");
            case StreamsRun.End.GiveUp(Throwable cause) ->
                throw new IllegalStateException("Kafka Streams gave up: " + cause.getMessage(), cause);
        }
    }

    private boolean stopped() {
        return stop.getCount() == 0;
    }

    private void pause(Duration time) throws InterruptedException {
        stop.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        stop.countDown();
        StreamsRun run = running;
        if (run != null) {
            run.stop();
        }
        try {
            if (thread.getState() != Thread.State.NEW && !thread.join(CLOSE_DEADLINE)) {
                log.atWarn()
                        .addKeyValue("seconds", CLOSE_DEADLINE.toSeconds())
                        .log("The redelivery loop did not stop in time");
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
