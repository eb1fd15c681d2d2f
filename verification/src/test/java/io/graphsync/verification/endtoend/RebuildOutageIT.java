package io.graphsync.verification.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;

/** What an operator sees of a rebuild while a server is away. */
@UseStack(stack = "rebuild")
@Timeout(180)
class RebuildOutageIT {
    private static final int EVENTS = 300;
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    @Test
    void a_rebuild_that_waits_for_neo4j_says_so_and_can_be_cancelled(TestStack stack) throws Exception {
        try (Pipeline pipeline = new Pipeline(stack, directory)) {
            Topics topics = new Topics(stack, pipeline.catalog());
            pipeline.startSource();
            RebuildIT.write(stack, EVENTS);
            await().atMost(SOON).until(() -> topics.events(pipeline.topics()).size() >= EVENTS);
            Path configuration = pipeline.configuration(directory);
            try (Driver driver =
                    GraphDatabase.driver(stack.boltUri(), AuthTokens.basic(stack.neo4jUser(), stack.neo4jPassword()))) {
                lockSomeConversation(driver, stack);

                CompletableFuture<CommandRun> rebuild = CompletableFuture.supplyAsync(() -> CommandRun.of(
                        configuration, "rebuild", "start", "--from=topics", "--no-verify", "--note=lost the graph"));
                await().atMost(SOON).until(() -> status(configuration).contains("is running"));
                stack.neo4j().kill();

                await().atMost(SOON)
                        .untilAsserted(
                                () -> assertThat(status(configuration)).contains("now           waiting(neo4j)"));
                CommandRun cancelled = CommandRun.of(configuration, "rebuild", "cancel");
                assertThat(cancelled.exitCode()).as(cancelled.err()).isZero();
                assertThat(rebuild.join().out()).contains("is cancelled");
                assertThat(status(configuration)).contains("is cancelled");
            } finally {
                stack.neo4j().start();
            }
        }
    }

    @Test
    void files_are_made_of_the_rows_while_kafka_is_away(TestStack stack) throws Exception {
        Path files = directory.resolve("files");
        try (Pipeline pipeline = new Pipeline(stack, directory)) {
            RebuildIT.write(stack, EVENTS);
            Path configuration = pipeline.configuration(directory);
            Files.writeString(configuration, "kafka.default.api.timeout.ms=2000\n", StandardOpenOption.APPEND);
            stack.kafka().stop();

            CommandRun written = CommandRun.of(
                    configuration, "rebuild", "start", "--from=postgres", "--offline=" + files, "--note=lost Kafka");

            assertThat(written.exitCode()).as(written.out() + written.err()).isZero();
            assertThat(lines(files.resolve("messages.csv")) - 1)
                    .isEqualTo(Long.parseLong(value(stack, "SELECT count(*) FROM messages")))
                    .isPositive();
        } finally {
            stack.kafka().start();
        }
    }

    /** For good: no rebuild comes to its end before. The transaction ends with the server. */
    private static void lockSomeConversation(Driver driver, TestStack stack) throws SQLException {
        String id = value(stack, "SELECT id::text FROM conversations LIMIT 1");
        driver.session()
                .beginTransaction()
                .run("CREATE (:Conversation {id: $id})", Map.of("id", id))
                .consume();
    }

    private static String status(Path configuration) {
        return CommandRun.of(configuration, "rebuild", "status").out();
    }

    private static String value(TestStack stack, String sql) throws SQLException {
        try (Connection connection = stack.connection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private static long lines(Path file) throws IOException {
        try (var lines = Files.lines(file)) {
            return lines.count();
        }
    }
}
