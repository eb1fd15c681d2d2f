package io.graphsync.verification.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.console.demo.SampleTraffic;
import io.graphsync.console.demo.TrafficRun;
import io.graphsync.console.demo.TrafficWriter;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@UseStack
@Timeout(240)
class RebuildIT {
    private static final long SEED = Long.getLong("graphsync.seed", System.nanoTime());
    private static final int EVENTS = 3_000;
    private static final Map<String, Object> NOTHING = Map.of();

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"topics", "postgres"})
    void a_graph_that_was_lost_is_filled_again_while_traffic_goes_on(String source, TestStack stack) throws Exception {
        AtomicBoolean goOn = new AtomicBoolean(true);
        try (Pipeline pipeline = new Pipeline(stack, directory);
                ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            pipeline.start();
            Path configuration = pipeline.configuration(directory);
            write(stack, EVENTS);
            pipeline.awaitEqual();
            CompletableFuture<Void> traffic = CompletableFuture.runAsync(() -> writeSteadily(stack, goOn), writers);
            try {
                pipeline.stopSink();
                pipeline.changeGraph("MATCH (n) DETACH DELETE n", NOTHING);
                pipeline.startSink();

                CommandRun run =
                        CommandRun.of(configuration, "rebuild", "start", "--from=" + source, "--note=lost the graph");

                assertThat(run.out()).as("seed %d", SEED).contains("the graph equals the rows", "is done");
                assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
            } finally {
                goOn.set(false);
            }
            traffic.join();
            pipeline.awaitEqual();

            assertThat(CommandRun.of(configuration, "rebuild", "status", "--output=json")
                            .out())
                    .contains("\"state\" : \"done\"", "\"note\" : \"lost the graph\"");
        }
    }

    @Test
    void rows_whose_events_are_gone_are_older_than_every_event_to_come(TestStack stack) throws Exception {
        UUID conversation = UUID.randomUUID();
        try (Pipeline pipeline = new Pipeline(stack, directory);
                Outbox rows = new Outbox(stack)) {
            pipeline.start();
            rows.run("INSERT INTO conversations (id, title) VALUES (?, 'before')", conversation);
            pipeline.awaitEqual();
            rows.run("DELETE FROM graph_outbox");
            pipeline.changeGraph("MATCH (n) DETACH DELETE n", NOTHING);

            CommandRun run = CommandRun.of(
                    pipeline.configuration(directory), "rebuild", "start", "--from=postgres", "--note=no events");

            assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
            rows.run("UPDATE conversations SET title = 'after'");
            pipeline.awaitEqual();
        }
    }

    @Test
    void a_graph_without_its_schema_is_refused_with_the_command_that_brings_it(TestStack stack) throws Exception {
        try (Pipeline pipeline = new Pipeline(stack, directory)) {
            pipeline.startSource();
            pipeline.changeGraph("DROP CONSTRAINT message_id_unique IF EXISTS", NOTHING);

            CommandRun run =
                    CommandRun.of(pipeline.configuration(directory), "rebuild", "start", "--from=topics", "--note=x");

            assertThat(run.err()).contains("lacks uniqueness of Message.id", "./migrate neo4j --apply");
            assertThat(run.exitCode()).isEqualTo(4);
        }
    }

    private static void write(TestStack stack, int events) throws SQLException {
        try (TrafficWriter writer = new TrafficWriter(stack.connection())) {
            new TrafficRun(new SampleTraffic(SEED), writer).steadily(events, 2_000, () -> true);
        }
    }

    private static void writeSteadily(TestStack stack, AtomicBoolean goOn) {
        try (TrafficWriter writer = new TrafficWriter(stack.connection())) {
            new TrafficRun(new SampleTraffic(SEED + 1), writer).steadily(100_000, 100, goOn::get);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
