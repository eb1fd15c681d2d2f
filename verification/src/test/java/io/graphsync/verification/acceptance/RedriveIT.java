package io.graphsync.verification.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** 500 dead letters are redriven after their cause is mended; the first command is killed half-way. */
@Tag("long")
@Isolated
class RedriveIT {
    private static final Logger LOG = LoggerFactory.getLogger(RedriveIT.class);
    private static final int LETTERS = 500;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path directory;

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void a_redrive_that_is_killed_half_way_and_run_again_applies_every_letter() throws Exception {
        try (RunningPipeline pipeline = RunningPipeline.start(directory);
                Driver driver = GraphDatabase.driver(
                        pipeline.servers().neo4j().uri(),
                        AuthTokens.basic(
                                pipeline.servers().neo4j().user(),
                                pipeline.servers().neo4j().password()))) {
            driver.executableQuery("CREATE CONSTRAINT mistake FOR (m:Message) REQUIRE m.type IS UNIQUE")
                    .execute();
            UUID conversation = UUID.randomUUID();
            pipeline.run("INSERT INTO conversations (id, title) VALUES (?, 'a')", conversation);
            pipeline.run(
                    "INSERT INTO messages (conversation_id, message_type, content)"
                            + " SELECT ?, 'user', 'x' FROM generate_series(1, ?)",
                    conversation,
                    LETTERS + 1);
            await().atMost(PATIENCE).until(() -> deadLetters(pipeline) == LETTERS);
            driver.executableQuery("DROP CONSTRAINT mistake").execute();

            Process killed = redrive(pipeline, "--rate", "50");
            await().atMost(PATIENCE).until(() -> deadLetters(pipeline) <= LETTERS / 2);
            killed.destroyForcibly().waitFor();
            long left = deadLetters(pipeline);

            long begin = System.nanoTime();
            Process again = redrive(pipeline, "--again");
            assertThat(again.waitFor()).as(Files.readString(output())).isZero();
            Duration took = Duration.ofNanos(System.nanoTime() - begin);

            LOG.atInfo()
                    .addKeyValue("leftByTheKilled", left)
                    .addKeyValue("secondTook", took)
                    .log("500 dead letters were redriven");
            assertThat(left).isBetween(1L, LETTERS - 1L);
            pipeline.awaitSettled(PATIENCE);
            pipeline.assertNothingLost(Set.of());
            assertThat(pipeline.number("SELECT count(*) FROM graph_outbox_status WHERE state = 'done'"))
                    .isEqualTo(LETTERS + 2L);
        }
    }

    private static long deadLetters(RunningPipeline pipeline) throws Exception {
        return pipeline.number("SELECT count(*) FROM graph_outbox WHERE status = 'deadletter'");
    }

    private Process redrive(RunningPipeline pipeline, String... options) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(pipeline.launcher().toString(), "dlt", "redrive", "--all", "--execute", "--note", "mended"));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output().toFile()));
        builder.environment()
                .put("KAFKA_BOOTSTRAP_SERVERS", pipeline.servers().kafka().bootstrapServers());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder.directory(directory.toFile()).start();
    }

    private Path output() {
        return directory.resolve("redrive.txt");
    }
}
