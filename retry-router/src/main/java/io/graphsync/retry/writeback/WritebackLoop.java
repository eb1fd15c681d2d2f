package io.graphsync.retry.writeback;

import io.graphsync.retry.outage.FailureClassifier;
import io.graphsync.retry.outage.OutageLog;
import io.graphsync.retry.outage.Severity;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the outbox rows in step with the dead-letter topic: reads letters, writes their rows, then commits the offsets.
 * Owns one thread. While PostgreSQL or Kafka is away it waits; it gives up on what time does not mend. A letter may be written twice, never skipped.
 */
public final class WritebackLoop implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(WritebackLoop.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration REST_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration CONSUMER_CLOSE_DEADLINE = Duration.ofSeconds(5);
    private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(10);

    private final WritebackSettings settings;
    private final DatabaseSettings database;
    private final WritebackObserver observer;
    private final OutageLog kafkaOutage;
    private final OutageLog databaseOutage;
    private final AtomicBoolean stop = new AtomicBoolean();
    private final Consumer<Throwable> onGivingUp;
    private final Thread thread;
    private volatile @Nullable KafkaConsumer<byte[], byte[]> running;

    /**
     * Makes a loop that does not run yet.
     *
     * @param onGivingUp is told, at most once, why the loop ended by itself
     */
    public WritebackLoop(
            WritebackSettings settings,
            DatabaseSettings database,
            WritebackObserver observer,
            Consumer<Throwable> onGivingUp) {
        this.onGivingUp = onGivingUp;
        this.settings = settings;
        this.database = database;
        this.observer = observer;
        this.kafkaOutage = new OutageLog(log, "Kafka", settings.bootstrapServers());
        this.databaseOutage = new OutageLog(log, "PostgreSQL", database.address());
        this.thread = Thread.ofPlatform().name("retry-writeback").daemon().unstarted(this::run);
    }

    /** Starts the loop; returns at once. Once, when the topic is there. */
    public void start() {
        thread.start();
    }

    /** Whether it was started, be it over or not. */
    public boolean isStarted() {
        return thread.getState() != Thread.State.NEW;
    }

    private void run() {
        try (OutboxStatusWriter writer = new OutboxStatusWriter(database)) {
            while (!stop.get()) {
                consume(writer);
            }
        } catch (WakeupException | InterruptedException stopped) {
            // The owner asked for it.
        } catch (Throwable fatal) { // Whatever it is, the owner of the process must hear of it.
            onGivingUp.accept(fatal);
        }
    }

    /** Runs one consumer until it fails; Kafka's own outages it survives by itself. */
    private void consume(OutboxStatusWriter writer) throws InterruptedException {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings.consumer());
        running = consumer;
        try {
            DeadLetterBatch batch = new DeadLetterBatch(consumer);
            consumer.subscribe(List.of(settings.topic()), batch);
            while (!stop.get()) {
                batch.poll(POLL);
                kafkaOutage.over();
                write(batch, writer);
                batch.commit();
            }
        } catch (KafkaException e) {
            if (e instanceof WakeupException || FailureClassifier.ofKafka(e) == Severity.FATAL) {
                throw e;
            }
            kafkaOutage.waiting("the topic " + settings.topic(), String.valueOf(e.getMessage()));
            Thread.sleep(REST_AFTER_FAILURE);
        } finally {
            running = null;
            consumer.close(CloseOptions.timeout(CONSUMER_CLOSE_DEADLINE));
        }
    }

    private void write(DeadLetterBatch batch, OutboxStatusWriter writer) {
        List<OutboxOutcome> outcomes = OutcomeMapper.map(batch.unwritten());
        try {
            if (!outcomes.isEmpty()) {
                write(outcomes, writer);
                databaseOutage.over();
            }
            batch.written();
        } catch (SQLException e) {
            if (FailureClassifier.ofSql(e) == Severity.FATAL) {
                throw new IllegalStateException(
                        "cannot write dead letters back to graph_outbox at " + database.address() + ": "
                                + e.getMessage(),
                        e);
            }
            databaseOutage.waiting("an update of graph_outbox", String.valueOf(e.getMessage()));
        }
    }

    /** Writes a batch; one that holds a value which PostgreSQL refuses is written outcome by outcome. */
    private void write(List<OutboxOutcome> outcomes, OutboxStatusWriter writer) throws SQLException {
        try {
            int rows = writer.write(outcomes);
            observer.written(rows, outcomes.size() - rows);
        } catch (SQLException e) {
            if (FailureClassifier.ofSql(e) != Severity.POISON) {
                throw e;
            }
            if (outcomes.size() == 1) {
                refuse(outcomes.getFirst(), e);
                return;
            }
            for (OutboxOutcome outcome : outcomes) {
                write(List.of(outcome), writer);
            }
        }
    }

    private void refuse(OutboxOutcome outcome, SQLException cause) {
        log.atError()
                .addKeyValue("event", outcome.eventId())
                .addKeyValue("sqlstate", cause.getSQLState())
                .setCause(cause)
                .log("PostgreSQL refuses the outcome of an event; its row keeps the old status, its letter stays open");
        observer.refused();
    }

    @Override
    public void close() {
        stop.set(true);
        KafkaConsumer<byte[], byte[]> consumer = running;
        if (consumer != null) {
            consumer.wakeup();
        }
        try {
            if (isStarted() && !thread.join(CLOSE_DEADLINE)) {
                log.atWarn()
                        .addKeyValue("seconds", CLOSE_DEADLINE.toSeconds())
                        .log("The write-back did not stop in time; what it had not committed is written again");
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
