package io.graphsync.verification.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.verification.chaos.stage.Credentials;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Neo4j is away for minutes while applications write on. */
@Tag("long")
@Isolated
class OutageIT {
    private static final Logger LOG = LoggerFactory.getLogger(OutageIT.class);
    private static final Duration OUTAGE = Duration.ofMinutes(2);
    private static final Duration CATCH_UP = Duration.ofSeconds(30);
    private static final int EVENTS_A_SECOND = 200;

    @TempDir
    private Path directory;

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void an_outage_of_two_minutes_dead_letters_nothing_and_is_caught_up_within_30_s() throws Exception {
        try (RunningPipeline pipeline = RunningPipeline.start(directory);
                Writer writer = new Writer(Credentials.connectAsApplication(pipeline.servers()))) {
            writer.start();
            TimeUnit.SECONDS.sleep(10);

            pipeline.servers().neo4j().stop();
            TimeUnit.NANOSECONDS.sleep(OUTAGE.toNanos());
            long waiting = pipeline.underWay(pipeline.newest());
            pipeline.servers().neo4j().start();
            Duration caughtUp = pipeline.awaitSettled(Duration.ofMinutes(2));

            writer.stop();
            LOG.atInfo()
                    .addKeyValue("written", writer.written())
                    .addKeyValue("waiting", waiting)
                    .addKeyValue("caughtUpAfter", caughtUp)
                    .log("Neo4j was away for two minutes");
            assertThat(waiting).isGreaterThan(OUTAGE.toSeconds() * EVENTS_A_SECOND * 9 / 10);
            assertThat(caughtUp).isLessThan(CATCH_UP);
            pipeline.awaitSettled(CATCH_UP);
            pipeline.assertNothingLost(Set.of());
        }
    }

    /** Writes conversations at a steady rate, in transactions of 20. */
    private static final class Writer implements AutoCloseable {
        private static final int ROWS = 20;
        private static final long GAP_NANOS = Duration.ofSeconds(1).toNanos() * ROWS / EVENTS_A_SECOND;

        private final Connection connection;
        private final AtomicBoolean stopped = new AtomicBoolean();
        private final AtomicLong written = new AtomicLong();
        private final Thread thread = Thread.ofPlatform().name("writer").unstarted(this::write);

        Writer(Connection connection) throws SQLException {
            this.connection = connection;
            connection.setAutoCommit(true);
        }

        void start() {
            thread.start();
        }

        long written() {
            return written.get();
        }

        private void write() {
            long next = System.nanoTime();
            try (Statement insert = connection.createStatement()) {
                while (!stopped.get()) {
                    written.addAndGet(insert.executeUpdate("INSERT INTO conversations (user_id, title, topic)"
                            + " SELECT gen_random_uuid(), 'a', 'topic ' || (random() * 20)::int"
                            + " FROM generate_series(1, " + ROWS + ")"));
                    next += GAP_NANOS;
                    TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
                }
            } catch (SQLException | InterruptedException failed) {
                LOG.atError().setCause(failed).log("The writer ended");
            }
        }

        void stop() throws InterruptedException {
            stopped.set(true);
            thread.join();
        }

        @Override
        public void close() throws SQLException {
            stopped.set(true);
            connection.close();
        }
    }
}
