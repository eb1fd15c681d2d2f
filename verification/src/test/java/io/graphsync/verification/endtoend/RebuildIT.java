package io.graphsync.verification.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.graphsync.console.demo.SampleTraffic;
import io.graphsync.console.demo.TrafficRun;
import io.graphsync.console.demo.TrafficWriter;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import io.graphsync.verification.chaos.stage.FileTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@UseStack(stack = "rebuild")
@Timeout(240)
class RebuildIT {
    private static final long SEED = Long.getLong("graphsync.seed", System.nanoTime());
    private static final int EVENTS = 3_000;
    private static final Map<String, Object> NOTHING = Map.of();
    private static final String FILES = "MATCH (f:File) RETURN f.name + ', ' + f.size + ' bytes' ORDER BY f.name";
    private static final String FILE_TYPE = """
            {"event_type": "file_upsert", "topic": "file", "identity": ["file_id"], "region": "file_id",
             "payload": {"file_id": {"type": "uuid"}, "name": {"type": "string"}, "size": {"type": "number"}},
             "upcasts": [
               {"from": 1, "rename": {"file_name": "name"}, "remove": ["owner"]},
               {"from": 2, "default": {"size": 0}}
             ]}
            """;
    private static final String FILE_CYPHER = """
            // touches: (:File {id: file_id})
            UNWIND $batch.rows AS row
            MATCH (f:File {id: row.file_id})
            WHERE coalesce(f.seq, 0) < row.seq
            SET f.name = row.name, f.size = row.size, f.seq = row.seq
            RETURN row.seq AS applied
            """;

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
    @DisabledIfSystemProperty(
            named = "graphsync.stack",
            matches = "containers",
            disabledReason = "a container of Neo4j runs its server and no import")
    void a_graph_that_is_made_of_files_gets_what_came_meanwhile(TestStack stack) throws Exception {
        AtomicBoolean goOn = new AtomicBoolean(true);
        Path files = directory.resolve("files");
        try (Pipeline pipeline = new Pipeline(stack, directory);
                ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            pipeline.start();
            Path configuration = pipeline.configuration(directory);
            write(stack, EVENTS);
            pipeline.awaitEqual();
            CompletableFuture<Void> traffic = CompletableFuture.runAsync(() -> writeSteadily(stack, goOn), writers);
            try {
                String[] export = {"rebuild", "start", "--from=topics", "--offline=" + files, "--note=x", "-o", "json"};
                CommandRun written = CommandRun.of(configuration, export);
                assertThat(written.exitCode()).as(written.out() + written.err()).isZero();
                String job = job(written);
                CommandRun again = CommandRun.of(configuration, export);
                assertThat(again.err()).contains("is not empty: name another one");
                assertThat(again.exitCode()).isEqualTo(4);

                String filling = filled(configuration);

                // The sink goes on writing to the graph that is about to be replaced.
                stack.neo4j().importFiles(files);
                pipeline.migrateStores();
                assertThatAnotherGraphIsNotFilled(stack, configuration, filling);
                CommandRun caughtUp =
                        CommandRun.of(configuration, "rebuild", "start", "--from=topics", "--after=" + job, "--note=x");

                assertThat(caughtUp.out()).as("seed %d", SEED).contains("the graph equals the rows", "is done");
                assertThat(caughtUp.exitCode())
                        .as(caughtUp.out() + caughtUp.err())
                        .isZero();
            } finally {
                goOn.set(false);
            }
            traffic.join();
            pipeline.awaitEqual();
        }
    }

    private static String filled(Path configuration) throws Exception {
        CommandRun filled = CommandRun.of(
                configuration, "rebuild", "start", "--from=topics", "--no-verify", "--note=x", "--output=json");
        assertThat(filled.exitCode()).as(filled.out() + filled.err()).isZero();
        return job(filled);
    }

    private static String job(CommandRun run) throws Exception {
        return new ObjectMapper().readTree(run.out()).path("job").path("id").asText();
    }

    /** As if a rebuild had been killed before it could say that it has ended. */
    private static void assertThatAnotherGraphIsNotFilled(TestStack stack, Path configuration, String job)
            throws Exception {
        try (Connection connection = stack.connection();
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(
                            "UPDATE graph_sync_job SET state = 'running', ended_at = NULL WHERE id = '" + job + "'"))
                    .isOne();
        }

        CommandRun resumed = CommandRun.of(configuration, "rebuild", "resume", job);

        assertThat(resumed.err()).contains("another one than this rebuild began to fill", "graphsync rebuild cancel");
        assertThat(resumed.exitCode()).isEqualTo(4);
        assertThat(CommandRun.of(configuration, "rebuild", "cancel", job).exitCode())
                .isZero();
    }

    @Test
    void topics_that_are_lost_are_made_up_for_from_the_rows(TestStack stack) throws Exception {
        try (Pipeline pipeline = new Pipeline(stack, directory);
                Outbox rows = new Outbox(stack)) {
            Topics topics = new Topics(stack, pipeline.catalog());
            pipeline.start();
            rows.write("conversation_renamed", "{}");
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> rows.deadLetters().size() == 1);
            pipeline.stopSink();
            write(stack, 300);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> topics.events(pipeline.topics()).size() > 200);
            pipeline.stopSource();
            pipeline.stopRouter();
            topics.deleteAll(pipeline.topics());
            FileTree.remove(directory.resolve("router"));

            pipeline.start();
            CommandRun run = CommandRun.of(
                    pipeline.configuration(directory), "rebuild", "start", "--from=postgres", "--note=Kafka lost");
            rows.run("UPDATE graph_outbox SET status = 'pending' WHERE status IN ('processing', 'deadletter')");

            assertThat(run.out()).as("seed %d", SEED).contains("the graph equals the rows");
            pipeline.awaitEqual();
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(rows.countIn("pending", "retrying", "deadletter"))
                            .isZero());
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
    void every_version_of_a_payload_that_stands_in_the_topics_is_replayed(TestStack stack) throws Exception {
        Files.writeString(directory.resolve("file_upsert.json"), FILE_TYPE);
        Files.writeString(directory.resolve("file_upsert.cypher"), FILE_CYPHER);
        List<String> files = List.of("a, 0 bytes", "b, 0 bytes", "c, 3 bytes");
        try (Pipeline pipeline = new Pipeline(stack, directory);
                Outbox rows = new Outbox(stack)) {
            pipeline.useEvents(directory);
            pipeline.changeGraph("CREATE CONSTRAINT file IF NOT EXISTS FOR (f:File) REQUIRE f.id IS UNIQUE", NOTHING);
            pipeline.start();
            writeFile(rows, 1, "'file_name', 'a', 'owner', 7");
            writeFile(rows, 2, "'name', 'b'");
            writeFile(rows, 3, "'name', 'c', 'size', 3");
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(pipeline.readGraph(FILES)).isEqualTo(files));
            pipeline.stopSink();
            pipeline.changeGraph("MATCH (n) DETACH DELETE n", NOTHING);

            CommandRun run = CommandRun.of(
                    pipeline.configuration(directory), "rebuild", "start", "--from=topics", "--note=x", "--no-verify");

            assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
            assertThat(pipeline.readGraph(FILES)).isEqualTo(files);
        }
    }

    private static void writeFile(Outbox rows, int version, String fields) throws SQLException {
        UUID id = UUID.randomUUID();
        rows.run(
                "INSERT INTO graph_outbox (event_type, entity_id, schema_version, payload)"
                        + " VALUES ('file_upsert', ?, ?, jsonb_build_object('file_id', ?::text, " + fields + "))",
                id,
                version,
                id);
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
            CommandRun alias = CommandRun.of(
                    pipeline.configuration(directory),
                    "rebuild",
                    "plan",
                    "--from=topics",
                    "--into=bolt://localhost:" + stack.neo4j().port(),
                    "--alias=graph");
            assertThat(alias.out()).contains("needs Neo4j Enterprise");
            assertThat(alias.exitCode()).isEqualTo(5);
        }
    }

    static void write(TestStack stack, int events) throws SQLException {
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
