package io.graphsync.retry.writeback;

import io.graphsync.retry.outage.FailureClassifier;
import io.graphsync.retry.outage.OutageLog;
import io.graphsync.retry.outage.Severity;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
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
 * Keeps outbox rows and progress in step with the retry topic and the dead-letter topic: reads, writes, then commits the
 * offsets. Owns one thread. While PostgreSQL or Kafka is away it waits; it gives up on what time does not mend. A record
 * may be written twice, never skipped.
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
            WritebackConsumer batch = new WritebackConsumer(consumer, settings.names());
            batch.subscribe();
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
            kafkaOutage.waiting(
                    "the topics " + settings.names().retry() + " and "
                            + settings.names().deadLetters(),
                    String.valueOf(e.getMessage()));
            Thread.sleep(REST_AFTER_FAILURE);
        } finally {
            running = null;
            consumer.close(CloseOptions.timeout(CONSUMER_CLOSE_DEADLINE));
        }
    }

    private void write(WritebackConsumer batch, OutboxStatusWriter writer) {
        PendingWrites pending = batch.pending();
        if (pending.isEmpty()) {
            return;
        }
        try {
            Set<UUID> unseen = writer.unseen(pending.changes());
            if (!unseen.isEmpty()) {
                databaseOutage.waiting(
                        "the end of commits that were streamed before other sessions see their rows",
                        unseen.size() + " events, such as " + unseen.iterator().next()
                                + "; a commit waits like that for a synchronous standby that does not answer");
                return;
            }
            write(pending, writer);
            databaseOutage.over();
            batch.written();
        } catch (SQLException e) {
            if (FailureClassifier.ofSqlState(e.getSQLState()) == Severity.FATAL) {
                throw new IllegalStateException(
                        "cannot write to graph_outbox and graph_sync_progress at " + database.address() + ": "
                                + e.getMessage(),
                        e);
            }
            databaseOutage.waiting("an update of graph_outbox", String.valueOf(e.getMessage()));
        }
    }

    /** Writes all at once; what holds a value that PostgreSQL refuses is written piece by piece, the watermarks last. */
    private void write(PendingWrites pending, OutboxStatusWriter writer) throws SQLException {
        List<StatusChange> changes = pending.changes();
        try {
            int rows = writer.write(changes, pending.closed(), pending.watermarks());
            observer.written(rows, changes.size() + pending.closed().size() - rows);
        } catch (SQLException e) {
            if (FailureClassifier.ofSqlState(e.getSQLState()) != Severity.POISON) {
                throw e;
            }
            for (StatusChange change : changes) {
                writeOne("event " + change.eventId(), () -> writer.write(List.of(change), Set.of(), List.of()));
            }
            writeOne("closed dead letters", () -> writer.write(List.of(), pending.closed(), List.of()));
            for (Watermark watermark : pending.watermarks()) {
                writeOne("progress " + watermark, () -> writer.write(List.of(), Set.of(), List.of(watermark)));
            }
        }
    }

    /** One piece of what is to be written. */
    private interface Piece {
        int write() throws SQLException;
    }

    private void writeOne(String subject, Piece piece) throws SQLException {
        try {
            observer.written(piece.write(), 0);
        } catch (SQLException e) {
            if (FailureClassifier.ofSqlState(e.getSQLState()) != Severity.POISON) {
                throw e;
            }
            log.atError()
                    .addKeyValue("subject", subject)
                    .addKeyValue("sqlstate", e.getSQLState())
                    .setCause(e)
                    .log("PostgreSQL refuses what became of an event; its row keeps the old status");
            observer.refused();
        }
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
