package io.graphsync.source.capture;

import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import io.debezium.engine.spi.OffsetCommitPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.connect.source.SourceRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of Debezium's engine, which can't be started twice: after a failure, make another. It begins at the slot's
 * position and delivers whole transactions again that were not acknowledged to their end. Closed by one thread.
 */
public final class CaptureEngine {
    private static final Logger log = LoggerFactory.getLogger(CaptureEngine.class);
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final CapturedBatches batches;
    private final DebeziumEngine<RecordChangeEvent<SourceRecord>> engine;
    private final Thread thread;
    private final CompletableFuture<Void> polling = new CompletableFuture<>();
    private final CompletableFuture<Optional<Throwable>> ended = new CompletableFuture<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    private CaptureEngine(CaptureSettings settings, RowHandler handler, String name) {
        this.batches = new CapturedBatches(handler);
        this.engine = DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
                .using(EngineProperties.of(settings, name))
                .using(OffsetCommitPolicy.always())
                .using((success, message, error) ->
                        ended.complete(success ? Optional.empty() : Optional.of(failure(message, error))))
                .using(new DebeziumEngine.ConnectorCallback() {
                    @Override
                    public void pollingStarted() {
                        polling.complete(null);
                    }
                })
                .notifying(batches)
                .build();
        this.thread = Thread.ofPlatform().name(name).daemon(true).unstarted(this::run);
    }

    /**
     * Starts an engine.
     *
     * @throws RuntimeException if the settings are not accepted
     */
    public static CaptureEngine start(CaptureSettings settings, RowHandler handler) {
        CaptureEngine engine = new CaptureEngine(settings, handler, settings.slot() + "-" + NUMBERS.incrementAndGet());
        engine.thread.start();
        return engine;
    }

    /** Completes when the engine begins to read the slot; never if it fails before. */
    public CompletableFuture<Void> polling() {
        return polling.copy();
    }

    /** Completes when the engine has ended, with what ended it, or empty if it was closed. */
    public CompletableFuture<Optional<Throwable>> ended() {
        return ended.copy();
    }

    private void run() {
        try {
            engine.run();
            ended.complete(Optional.empty());
        } catch (RuntimeException failed) {
            ended.complete(Optional.of(failed));
        }
    }

    private static Throwable failure(String message, Throwable error) {
        return error == null ? new IllegalStateException(message) : error;
    }

    /**
     * Lets the batch under way be acknowledged, then ends the engine. What is not acknowledged by the deadline is
     * delivered again by the next engine. Does nothing the second time.
     */
    public void close(Duration deadline) throws InterruptedException {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        long end = System.nanoTime() + deadline.toNanos();
        if (!batches.drain(deadline)) {
            log.atWarn().addKeyValue("deadline", deadline).log("A batch was not acknowledged in time; it comes again");
        }
        // An engine that is still starting can't be closed.
        await(CompletableFuture.anyOf(polling, ended), Math.max(end - System.nanoTime(), 0));
        Thread.ofPlatform().name(thread.getName() + "-close").daemon(true).start(this::closeEngine);
        Duration grace = Duration.ofNanos(
                Math.max(end - System.nanoTime(), Duration.ofSeconds(3).toNanos()));
        if (!await(ended, grace.toNanos())) {
            log.atWarn()
                    .addKeyValue("engine", thread.getName())
                    .log("The engine did not end in time; it is left alone");
            thread.interrupt();
        }
    }

    private void closeEngine() {
        try {
            engine.close();
        } catch (IOException | IllegalStateException alreadyEnding) {
            log.atDebug().setCause(alreadyEnding).log("The engine was ending already");
        }
    }

    private static boolean await(CompletableFuture<?> future, long nanos) throws InterruptedException {
        try {
            future.get(nanos, TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException late) {
            return false;
        } catch (ExecutionException failed) {
            return true;
        }
    }
}
