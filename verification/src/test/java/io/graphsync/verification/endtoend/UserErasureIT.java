package io.graphsync.verification.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.graphsync.console.exit.ExitCode;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One command takes a user out of PostgreSQL, the topics and the graph, and nobody else. */
@UseStack
@Timeout(240)
class UserErasureIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration COMPACTION = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final UUID erased = UUID.randomUUID();
    private final UUID other = UUID.randomUUID();
    private final UUID first = UUID.randomUUID();
    private final UUID second = UUID.randomUUID();
    private final UUID others = UUID.randomUUID();
    private final UUID moved = UUID.randomUUID();
    private final UUID message = UUID.randomUUID();
    private final UUID othersMessage = UUID.randomUUID();

    @TempDir
    Path directory;

    @Test
    void a_user_is_erased_from_every_store_and_nobody_else_is(TestStack stack) throws Exception {
        try (Pipeline pipeline = new Pipeline(stack, directory);
                Outbox rows = new Outbox(stack)) {
            Path configuration = pipeline.configuration(directory);
            Topics topics = new Topics(stack, pipeline.catalog());
            topics.create(pipeline.topics());
            topics.compactSoon(pipeline.topics());
            pipeline.start();
            write(rows);
            rows.write("feedback", "{\"user_id\": \"" + erased + "\", \"message_id\": \"none\"}");
            pipeline.awaitEqual();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(rows.deadLetters()).hasSize(1));

            CommandRun dryRun = CommandRun.of(configuration, "erase", "user", erased.toString(), "-o", "json");

            assertThat(dryRun.exitCode()).as(dryRun.err()).isZero();
            assertThat(count(dryRun, "conversations")).isEqualTo(2);
            assertThat(count(dryRun, "messages")).isEqualTo(2);
            assertThat(count(dryRun, "outbox rows")).isEqualTo(10);
            // The moved message has left a record where its former conversation is, unless both share a partition.
            assertThat(count(dryRun, "records of event topics")).isBetween(7L, 8L);
            assertThat(JSON.readTree(dryRun.out()).path("mentions")).isEmpty();
            assertThat(count(dryRun, "open dead letters")).isEqualTo(1);
            assertThat(count(dryRun, "node of the user")).isEqualTo(1);
            assertThat(pipeline.compare().conversations()).isEqualTo(3);

            CommandRun run = CommandRun.of(
                    configuration,
                    "erase",
                    "user",
                    erased.toString(),
                    "--execute",
                    "--note",
                    "asked for",
                    "-o",
                    "json");

            assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
            for (String what : List.of(
                    "conversations",
                    "messages",
                    "feedback",
                    "outbox rows",
                    "records of event topics",
                    "open dead letters",
                    "node of the user")) {
                assertThat(count(run, what)).as(what).isZero();
            }
            pipeline.awaitEqual();
            assertThat(pipeline.compare().conversations()).isEqualTo(1);
            await().atMost(COMPACTION).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
                assertThat(topics.events(pipeline.topics())).noneMatch(this::isAboutTheErased);
                assertThat(topics.events(pipeline.topics())).anyMatch(record -> holds(record, othersMessage));
            });
            assertThat(CommandRun.of(configuration, "erase", "list").exitCode()).isZero();
        }
    }

    @Test
    void an_erasure_that_was_broken_off_goes_on(TestStack stack) throws Exception {
        try (Pipeline pipeline = new Pipeline(stack, directory);
                Outbox rows = new Outbox(stack)) {
            Path configuration = pipeline.configuration(directory);
            String[] command = {"erase", "user", erased.toString(), "--execute", "--note", "x", "--timeout", "2"};
            pipeline.start();
            write(rows);
            pipeline.awaitEqual();
            pipeline.stopSink();

            CommandRun brokenOff = CommandRun.of(configuration, command);

            assertThat(brokenOff.exitCode()).isEqualTo(ExitCode.INCOMPLETE.code());
            assertThat(brokenOff.err()).contains("waiting for the graph", "run the same command again");
            CommandRun list = CommandRun.of(configuration, "erase", "list");
            assertThat(list.exitCode()).isEqualTo(ExitCode.FOUND.code());
            assertThat(list.out()).contains(erased.toString());

            pipeline.startSink();
            pipeline.awaitEqual();
            command[command.length - 1] = "60";
            CommandRun again = CommandRun.of(configuration, command);

            assertThat(again.exitCode()).as(again.out() + again.err()).isZero();
            assertThat(CommandRun.of(configuration, "erase", "list").exitCode()).isZero();
        }
    }

    /** Two conversations of the user and one of another; a message that moved, and feedback both ways. */
    private void write(Outbox rows) throws SQLException {
        String conversation = "INSERT INTO conversations (id, user_id, title, topic) VALUES (?, ?, 'a', 'b')";
        rows.run(conversation, first, erased);
        rows.run(conversation, second, erased);
        rows.run(conversation, others, other);
        String text = "INSERT INTO messages (id, conversation_id, message_type, content) VALUES (?, ?, 'user', 'x')";
        rows.run(text, moved, first);
        rows.run("UPDATE messages SET conversation_id = ? WHERE id = ?", second, moved);
        rows.run(text, message, first);
        rows.run(text, othersMessage, others);
        String feedback = "INSERT INTO feedback (user_id, message_id, feedback_type) VALUES (?, ?, 'thumb')";
        rows.run(feedback, erased, othersMessage);
        rows.run(feedback, other, message);
        rows.run(feedback, erased, message);
        rows.run("DELETE FROM feedback WHERE user_id = ? AND message_id = ?", erased, message);
    }

    private boolean isAboutTheErased(ConsumerRecord<byte[], byte[]> record) {
        return Stream.of(erased, first, second, moved, message).anyMatch(id -> holds(record, id));
    }

    private static boolean holds(ConsumerRecord<byte[], byte[]> record, UUID id) {
        return record.value() != null && new String(record.value(), StandardCharsets.UTF_8).contains(id.toString());
    }

    private static long count(CommandRun run, String what) throws Exception {
        for (JsonNode line : JSON.readTree(run.out()).path("kept")) {
            if (line.path("what").asText().equals(what)) {
                return line.path("count").asLong();
            }
        }
        throw new AssertionError("nothing is said of " + what + ": " + run.out());
    }
}
