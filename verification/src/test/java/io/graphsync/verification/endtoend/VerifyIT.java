package io.graphsync.verification.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.graphsync.console.demo.SampleTraffic;
import io.graphsync.console.demo.TrafficRun;
import io.graphsync.console.demo.TrafficWriter;
import io.graphsync.sink.verify.Explanation.Cause;
import io.graphsync.sink.verify.GraphVerifier.Repaired;
import io.graphsync.sink.verify.VerifyOptions;
import io.graphsync.sink.verify.VerifyOptions.Mode;
import io.graphsync.sink.verify.VerifyReport;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@UseStack
@Timeout(240)
class VerifyIT {
    private static final long SEED = Long.getLong("graphsync.seed", System.nanoTime());
    private static final VerifyOptions DIGEST = new VerifyOptions(Mode.DIGEST, Duration.ofSeconds(60), 100);

    @TempDir
    Path directory;

    @Test
    void a_graph_equals_its_rows_while_traffic_goes_on(TestStack stack) throws Exception {
        AtomicBoolean goOn = new AtomicBoolean(true);
        try (Pipeline pipeline = new Pipeline(stack, directory);
                ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            pipeline.start();
            CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> write(stack, goOn), writers);
            try {
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> pipeline.compare(DIGEST).messages() > 200);
                for (Mode mode : List.of(Mode.DIGEST, Mode.ROWS, Mode.DIGEST)) {
                    VerifyReport report = pipeline.compare(new VerifyOptions(mode, Duration.ofSeconds(60), 100));

                    assertThat(report.kept()).as("seed %d, %s", SEED, mode).isEmpty();
                    assertThat(report.isEqual()).as("%s", report).isTrue();
                }
            } finally {
                goOn.set(false);
            }
            writing.join();
        }
    }

    private static void write(TestStack stack, AtomicBoolean goOn) {
        try (TrafficWriter writer = new TrafficWriter(stack.connection())) {
            new TrafficRun(new SampleTraffic(SEED), writer).steadily(100_000, 100, goOn::get);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void each_difference_is_found_and_explained(TestStack stack) throws Exception {
        UUID conversation = UUID.randomUUID();
        List<UUID> messages = new ArrayList<>();
        UUID user = UUID.randomUUID();
        try (Pipeline pipeline = new Pipeline(stack, directory);
                Outbox rows = new Outbox(stack)) {
            pipeline.start();
            rows.run(
                    "INSERT INTO conversations (id, user_id, title, topic, sub_topic)"
                            + " VALUES (?, ?, E'a\u20ac\\n\u00df', '\ud83d\ude00', 'c')",
                    conversation,
                    user);
            for (int i = 0; i < 12; i++) {
                UUID message = UUID.randomUUID();
                messages.add(message);
                rows.run(
                        "INSERT INTO messages (id, conversation_id, message_type, content) VALUES (?, ?, 'user', 'x')",
                        message,
                        conversation);
                rows.run(
                        "INSERT INTO feedback (user_id, message_id, feedback_type, score) VALUES (?, ?, 'thumb', ?)",
                        user,
                        message,
                        i / 3.0);
            }
            pipeline.awaitEqual();
            assertThat(pipeline.compare(DIGEST).isEqual()).isTrue();

            changeGraph(pipeline, messages, user);
            writeWithoutEvents(rows, messages, user);
            UUID letter = deadLetter(rows, messages.get(10));

            VerifyReport digest = pipeline.compare(DIGEST);
            assertThat(digest.byCause())
                    .as("%s", digest.kept())
                    .containsEntry(Cause.CHANGED_IN_GRAPH, 9L)
                    .containsEntry(Cause.NEVER_SENT, 2L)
                    .containsEntry(Cause.DELETED, 1L)
                    .containsEntry(Cause.DEAD_LETTERED, 1L)
                    .hasSize(4);
            assertThat(digest.kept())
                    .filteredOn(difference -> difference.explanation().cause() == Cause.DEAD_LETTERED)
                    .allSatisfy(difference ->
                            assertThat(difference.explanation().event()).contains(letter));
            assertThat(pipeline.compare(new VerifyOptions(Mode.ROWS, Duration.ofSeconds(60), 100))
                            .byCause())
                    .isEqualTo(digest.byCause());

            assertThat(pipeline.repair(digest))
                    .as("removed: a relationship that is there twice, a foreign message, a user, a pair of topics")
                    .isEqualTo(new Repaired(10, 4));
            VerifyReport mended = pipeline.compare(DIGEST);
            assertThat(mended.isEqual()).as("%s", mended.kept()).isTrue();
        }
    }

    /** Nine elements. */
    private static void changeGraph(Pipeline pipeline, List<UUID> messages, UUID user) {
        Map<String, Object> names = Map.of(
                "gone", messages.get(0).toString(),
                "typed", messages.get(1).toString(),
                "scored", messages.get(2).toString(),
                "ungiven", messages.get(3).toString(),
                "twice", messages.get(4).toString(),
                "user", user.toString());
        // With the message goes the feedback on it.
        pipeline.changeGraph("MATCH (m:Message {id: $gone}) DETACH DELETE m", names);
        pipeline.changeGraph("MATCH (m:Message {id: $typed}) SET m.type = 'other'", names);
        pipeline.changeGraph(
                "MATCH ()-[f:GAVE_FEEDBACK]->(:Message {id: $scored}) SET f.score = f.score + 0.001", names);
        pipeline.changeGraph("MATCH ()-[f:GAVE_FEEDBACK]->(:Message {id: $ungiven}) DELETE f", names);
        pipeline.changeGraph(
                "MATCH (m:Message {id: $twice})<-[:HAS_MESSAGE]-(c) CREATE (c)-[:HAS_MESSAGE]->(m)", names);
        pipeline.changeGraph("CREATE (:Message {id: 'not ours'})", names);
        pipeline.changeGraph("CREATE (:User {id: 'nobody'})", names);
        pipeline.changeGraph("MATCH (t:Topic) CREATE (t)-[:HAS_SUBTOPIC]->(:SubTopic {name: 'new'})", names);
    }

    /** Three elements. */
    private static void writeWithoutEvents(Outbox rows, List<UUID> messages, UUID user) throws SQLException {
        rows.run("SET session_replication_role = replica");
        rows.run("UPDATE messages SET message_type = 'system' WHERE id = ?", messages.get(5));
        rows.run(
                "UPDATE feedback SET feedback_type = 'star' WHERE user_id = ? AND message_id = ?",
                user,
                messages.get(6));
        rows.run("DELETE FROM feedback WHERE user_id = ? AND message_id = ?", user, messages.get(7));
        rows.run("SET session_replication_role = origin");
    }

    /** The change of a message that can't be applied, and waits as a dead letter. */
    private static UUID deadLetter(Outbox rows, UUID message) throws SQLException {
        rows.run("SET session_replication_role = replica");
        rows.run("UPDATE messages SET message_type = 'assistant' WHERE id = ?", message);
        rows.run("SET session_replication_role = origin");
        UUID event = rows.writeFor(message, "message_upsert", "{\"message_id\": \"" + message + "\"}");
        await().until(() ->
                rows.deadLetters().stream().anyMatch(letter -> letter.id().equals(event)));
        return event;
    }

    @Test
    void what_is_on_its_way_is_told_as_such_and_no_difference(TestStack stack) throws Exception {
        try (Pipeline pipeline = new Pipeline(stack, directory);
                Outbox rows = new Outbox(stack)) {
            pipeline.start();
            rows.run("INSERT INTO conversations (title) VALUES ('a')");
            pipeline.awaitEqual();
            pipeline.stopSink();
            rows.run("UPDATE conversations SET title = 'b'");

            VerifyReport waiting = pipeline.compare(new VerifyOptions(Mode.DIGEST, Duration.ofSeconds(2), 100));

            assertThat(waiting.byCause()).containsOnly(Map.entry(Cause.IN_FLIGHT, 1L));
            assertThat(waiting.differences()).isZero();
            assertThat(waiting.isEqual()).isFalse();

            pipeline.startSink();
            assertThat(pipeline.compare(DIGEST).isEqual()).isTrue();
        }
    }

    @Test
    void the_command_tells_it_to_a_person_and_to_a_program(TestStack stack) throws Exception {
        try (Pipeline pipeline = new Pipeline(stack, directory);
                Outbox rows = new Outbox(stack)) {
            pipeline.start();
            rows.run("INSERT INTO conversations (title) VALUES ('a')");
            Path configuration = pipeline.configuration(directory);

            assertThat(CommandRun.of(configuration, "verify", "--wait=30").out())
                    .contains("The graph equals the rows.");

            pipeline.changeGraph("MATCH (c:Conversation) SET c.title = 'z'", Map.of());
            CommandRun run = CommandRun.of(configuration, "verify", "--output=json");
            assertThat(run.out()).contains("\"equal_through\" : \"20");
            assertThat(run.exitCode()).isEqualTo(5);
            assertThat(run.out())
                    .contains("\"format\" : \"graphsync.verify/1\"")
                    .contains("\"cause\" : \"changed_in_graph\"");

            CommandRun repair = CommandRun.of(configuration, "verify", "--repair");
            assertThat(repair.out()).contains("sent 1 element again", "The graph equals the rows.");
            assertThat(repair.exitCode()).isZero();
        }
    }
}
