package io.graphsync.retry.topology;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One start of Kafka Streams. Ends by itself when a thread dies and must not be replaced; is closed in any case. */
final class StreamsRun implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(StreamsRun.class);
    private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(10);

    /** A thread that dies at once again must not spin. */
    private static final Duration REST_BEFORE_REPLACEMENT = Duration.ofSeconds(1);

    /** How a run ended. */
    sealed interface End {
        /** Somebody asked for it. */
        record Stopped() implements End {}

        /** It may be started anew. */
        record Restart() implements End {}

        /** Starting anew can't help. */
        record GiveUp(Throwable cause) implements End {}
    }

    private final KafkaStreams streams;
    private final CompletableFuture<End> end = new CompletableFuture<>();

    private StreamsRun(KafkaStreams streams) {
        this.streams = streams;
    }

    static StreamsRun start(RetryTopology topology, StreamsSettings settings) {
        StreamsRun run = new StreamsRun(new KafkaStreams(topology.build(), settings.streams(), new StreamsClients()));
        run.streams.setUncaughtExceptionHandler(run::onThreadDeath);
        run.streams.setStateListener((newState, oldState) -> run.onState(newState));
        try {
            run.streams.start();
            return run;
        } catch (RuntimeException e) {
            run.close();
            throw e;
        }
    }

    /** Waits for the end; empty while there is none. */
    Optional<End> await(Duration timeout) throws InterruptedException {
        try {
            return Optional.of(end.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException running) {
            return Optional.empty();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Asks for the end; whoever waits for it closes the run. Any thread. */
    void stop() {
        end.complete(new End.Stopped());
    }

    RedeliveryState state() {
        return streams.state() == KafkaStreams.State.RUNNING ? RedeliveryState.RUNNING : RedeliveryState.STARTING;
    }

    private StreamThreadExceptionResponse onThreadDeath(Throwable thrown) {
        StreamsFailures.Response response = StreamsFailures.response(thrown);
        log.atWarn().addKeyValue("response", response).setCause(thrown).log("A stream thread died");
        return switch (response) {
            case REPLACE_THREAD -> {
                LockSupport.parkNanos(REST_BEFORE_REPLACEMENT.toNanos());
                yield StreamThreadExceptionResponse.REPLACE_THREAD;
            }
            case RESTART -> {
                end.complete(new End.Restart());
                yield StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
            }
            case GIVE_UP -> {
                end.complete(new End.GiveUp(thrown));
                yield StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
            }
        };
    }

    private void onState(KafkaStreams.State state) {
        if (state == KafkaStreams.State.ERROR) {
            end.complete(new End.Restart());
        }
    }

    /** Commits, gives the partitions to the others at once, and closes the stores. */
    @Override
    public void close() {
        boolean closed = streams.close(CloseOptions.timeout(CLOSE_DEADLINE)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        if (!closed) {
            log.atWarn()
                    .addKeyValue("seconds", CLOSE_DEADLINE.toSeconds())
                    .log("Streams did not stop in time; what it had not committed is done again by the next start");
        }
    }
}
