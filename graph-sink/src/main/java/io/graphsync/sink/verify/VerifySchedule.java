package io.graphsync.sink.verify;

import io.graphsync.sink.job.JobException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares graph and rows again and again, keeps what it finds, and says so where they differ. A server that is away costs a
 * comparison, and the next one comes in its time. A thread of its own.
 */
public final class VerifySchedule implements AutoCloseable {
    /** How many elements differed in the last comparison. */
    public static final String DIFFERENCES = "graphsync.verify.differences";

    /** Through which moment the graph was found equal last, in seconds since 1970. */
    public static final String THROUGH = "graphsync.verify.through.timestamp.seconds";

    private static final Logger log = LoggerFactory.getLogger(VerifySchedule.class);
    private static final VerifyOptions OPTIONS =
            new VerifyOptions(VerifyOptions.Mode.DIGEST, Duration.ofSeconds(60), 20);
    private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(10);

    private final GraphVerifier verifier;
    private final VerifyHistory history;
    private final Duration interval;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CompletableFuture<Void> terminated = new CompletableFuture<>();
    private final Thread thread;
    private volatile double differences = Double.NaN;
    private volatile double through = Double.NaN;

    private VerifySchedule(GraphVerifier verifier, VerifyHistory history, Duration interval, MeterRegistry registry) {
        this.verifier = verifier;
        this.history = history;
        this.interval = interval;
        this.thread = Thread.ofVirtual().name("verify-schedule").unstarted(this::run);
        Gauge.builder(DIFFERENCES, this, schedule -> schedule.differences)
                .description("Elements that differed in the last comparison of graph and rows")
                .register(registry);
        Gauge.builder(THROUGH, this, schedule -> schedule.through)
                .description("Through which moment the graph was found equal to the rows last")
                .register(registry);
    }

    /**
     * Starts the thread; the first comparison is made when one interval is over.
     *
     * @param interval from the end of one comparison to the next; zero makes none
     */
    public static VerifySchedule start(
            GraphVerifier verifier, VerifyHistory history, Duration interval, MeterRegistry registry) {
        VerifySchedule schedule = new VerifySchedule(verifier, history, interval, registry);
        schedule.thread.start();
        return schedule;
    }

    /** Completes when it is closed. */
    public CompletableFuture<Void> terminated() {
        return terminated.copy();
    }

    private void run() {
        try {
            while (!isClosedWithin(interval)) {
                compare();
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        } finally {
            terminated.complete(null);
        }
    }

    private boolean isClosedWithin(Duration time) throws InterruptedException {
        if (time.isZero()) {
            closed.await();
            return true;
        }
        return closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void compare() throws InterruptedException {
        try {
            VerifyReport report = verifier.verify(OPTIONS, (subject, compared) -> {});
            differences = report.differences();
            Optional<Instant> equal = history.add(report, "schedule");
            equal.ifPresent(moment -> through = moment.toEpochMilli() / 1e3);
            say(report, equal);
        } catch (VerifyException | JobException away) {
            log.atWarn()
                    .addKeyValue("cause", away.getMessage())
                    .addKeyValue("again_in_s", interval.toSeconds())
                    .log("Graph and rows could not be compared");
        }
    }

    private static void say(VerifyReport report, Optional<Instant> equal) {
        if (report.isEqual()) {
            log.atInfo().addKeyValue("through", report.through()).log("The graph equals the rows");
        } else {
            log.atWarn()
                    .addKeyValue("differences", report.differences())
                    .addKeyValue("on_their_way", report.inFlight())
                    .addKeyValue("equal_through", equal.map(Instant::toString).orElse("never"))
                    .log("The graph does not equal the rows; see: graphsync verify");
        }
    }

    /** Ends the thread, and a comparison that is under way. */
    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
        try {
            thread.join(CLOSE_DEADLINE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
