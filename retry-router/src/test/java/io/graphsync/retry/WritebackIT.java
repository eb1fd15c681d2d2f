package io.graphsync.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.graphsync.outbox.event.Failure;
import io.graphsync.outbox.progress.Outcome;
import io.graphsync.retry.stage.OutboxTable;
import io.graphsync.retry.stage.Pipeline;
import io.graphsync.retry.stage.TopicTail;
import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.LocalStackExtension;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalStackExtension.class)
@UseStack({ServerKind.POSTGRES, ServerKind.KAFKA})
class WritebackIT {
    private static final Failure.Kind POISON = Failure.Kind.POISON;

    @TempDir
    Path directory;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private Pipeline pipeline;
    private OutboxTable outbox;

    @BeforeEach
    void prepare(TestStack stack) throws Exception {
        pipeline = new Pipeline(stack, directory);
        outbox = pipeline.outbox();
        outbox.create();
        pipeline.createTopics();
    }

    @AfterEach
    void tidy() {
        pipeline.close();
    }

    @Test
    void only_rows_of_dead_letters_change_and_rows_that_are_gone_hold_up_nobody() throws Exception {
        List<UUID> dead = ids(50);
        List<UUID> others = ids(5);
        outbox.insert(dead);
        outbox.insert(others);
        try (RouterApp app = pipeline.start(registry)) {
            pipeline.fail(UUID.randomUUID(), 1, POISON);
            dead.forEach(id -> pipeline.fail(id, 1, POISON));

            await().atMost(Duration.ofSeconds(30)).until(() -> count("deadletter") == dead.size());

            assertThat(dead)
                    .allSatisfy(id -> assertThat(outbox.row(id).touched()).isTrue());
            assertThat(others)
                    .allSatisfy(id -> assertThat(outbox.row(id).touched()).isFalse());
            assertThat(app.failure()).isNotDone();
        }
    }

    @Test
    void a_letter_that_is_closed_by_hand_is_done() throws Exception {
        UUID id = UUID.randomUUID();
        outbox.insert(List.of(id));
        try (RouterApp app = pipeline.start(registry)) {
            pipeline.fail(id, 1, POISON);
            await().atMost(Duration.ofSeconds(30)).until(() -> count("deadletter") == 1);

            pipeline.closeLetter(id);

            await().until(() -> count("done") == 1);
            assertThat(outbox.row(id))
                    .satisfies(row -> assertThat(row.attempts()).isEqualTo(1));
            assertThat(app.failure()).isNotDone();
        }
    }

    @Test
    void a_row_waits_while_its_event_does_and_is_done_when_the_sink_says_so() throws Exception {
        UUID retried = UUID.randomUUID();
        outbox.insert(List.of(retried));
        try (RouterApp app = pipeline.start(registry)) {
            pipeline.fail(retried, 2, Failure.Kind.TRANSIENT);
            await().atMost(Duration.ofSeconds(30)).until(() -> count("processing") == 1);
            assertThat(outbox.row(retried)).satisfies(row -> {
                assertThat(row.attempts()).isEqualTo(2);
                assertThat(row.lastError()).endsWith("attempt 2");
            });

            pipeline.end(new Outcome(retried, Outcome.Result.APPLIED, 2));

            await().until(() -> count("done") == 1);
            assertThat(outbox.row(retried).lastError()).endsWith("attempt 2");
            assertThat(app.failure()).isNotDone();
        }
    }

    @Test
    void a_watermark_is_written_behind_the_failures_before_it_with_no_more_rights_than_the_application_has(
            TestStack stack) throws Exception {
        List<UUID> failed = ids(1_000);
        outbox.insert(failed);
        String role = "app_rw_" + stack.database();
        outbox.createRole(role, "app_rw");
        Map<String, String> config = pipeline.config();
        config.put("database.user", role);
        config.put("database.password", "app_rw");
        outbox.execute("INSERT INTO graph_sync_progress (channel, channels, beat, at, snapshot)"
                + " VALUES (0, 7, 3, now(), '1:1:'), (6, 7, 3, now(), '1:1:')");
        try (RouterApp app = RouterApp.start(RouterConfig.parse(config), registry)) {
            failed.forEach(id -> pipeline.fail(id, 1, Failure.Kind.TRANSIENT));
            pipeline.pass(5, 2);

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> outbox.progress().values().stream().allMatch(channel -> channel.beat() == 5));
            // The transactions of both channels are committed, so every failure that lies before them shows.
            assertThat(count("processing") + count("deadletter")).isEqualTo(failed.size());
            assertThat(outbox.progress())
                    .isEqualTo(Map.of(
                            0, new OutboxTable.Progress(2, 5, "5:5:"), 1, new OutboxTable.Progress(2, 5, "5:5:")));

            pipeline.pass(4, 2);
            pipeline.pass(6, 2);
            await().until(() -> outbox.progress().values().stream().allMatch(channel -> channel.beat() == 6));
            assertThat(app.failure()).isNotDone();
        }
    }

    @Test
    void an_outage_of_postgresql_is_waited_for_while_events_are_routed(TestStack stack) throws Exception {
        List<UUID> before = ids(20);
        List<UUID> during = ids(200);
        outbox.insert(before);
        outbox.insert(during);
        try (RouterApp app = pipeline.start(registry);
                TopicTail letters = pipeline.tail(pipeline.names().deadLetters())) {
            before.forEach(id -> pipeline.fail(id, 1, POISON));
            await().atMost(Duration.ofSeconds(30)).until(() -> count("deadletter") == before.size());

            stack.postgres().stop();
            during.forEach(id -> pipeline.fail(id, 1, POISON));
            await().until(() -> letters.reads().size() == before.size() + during.size());
            assertThat(app.failure()).isNotDone();
            stack.postgres().start();

            await().atMost(Duration.ofSeconds(30)).until(() -> count("deadletter") == before.size() + during.size());
            assertThat(app.failure()).isNotDone();
        }
    }

    @Test
    void a_row_that_postgresql_refuses_holds_up_no_other() throws Exception {
        UUID refused = UUID.randomUUID();
        List<UUID> others = ids(20);
        outbox.insert(List.of(refused));
        outbox.insert(others);
        outbox.execute("ALTER TABLE graph_outbox ADD CHECK (id <> '" + refused + "' OR status = 'pending')");
        try (RouterApp app = pipeline.start(registry)) {
            pipeline.fail(refused, 1, POISON);
            others.forEach(id -> pipeline.fail(id, 1, POISON));

            await().atMost(Duration.ofSeconds(30)).until(() -> count("deadletter") == others.size());

            assertThat(outbox.row(refused))
                    .satisfies(row -> assertThat(row.status()).isEqualTo("pending"));
            assertThat(app.failure()).isNotDone();
        }
    }

    @Test
    void what_was_written_while_the_router_was_away_is_made_up_for() throws Exception {
        UUID id = UUID.randomUUID();
        outbox.insert(List.of(id));
        try (RouterApp app = pipeline.start(registry)) {
            pipeline.fail(id, 1, POISON);
            await().atMost(Duration.ofSeconds(30)).until(() -> count("deadletter") == 1);
            assertThat(app.failure()).isNotDone();
        }
        pipeline.closeLetter(id);

        try (RouterApp app = pipeline.start(registry)) {
            await().atMost(Duration.ofSeconds(30)).until(() -> count("done") == 1);
            assertThat(app.failure()).isNotDone();
        }
    }

    @Test
    void a_missing_right_ends_the_router_with_a_message_that_names_the_table(TestStack stack) throws Exception {
        outbox.execute("CREATE ROLE reader_" + stack.database() + " LOGIN PASSWORD 'reader'");
        Map<String, String> config = pipeline.config();
        config.put("database.user", "reader_" + stack.database());
        config.put("database.password", "reader");
        try (RouterApp app = RouterApp.start(RouterConfig.parse(config), registry)) {
            pipeline.fail(UUID.randomUUID(), 1, POISON);

            await().atMost(Duration.ofSeconds(30)).until(() -> app.failure().isCompletedExceptionally());

            assertThat(app.failure())
                    .failsWithin(Duration.ZERO)
                    .withThrowableOfType(ExecutionException.class)
                    .withMessageContaining("graph_outbox");
        }
    }

    private long count(String status) throws Exception {
        return outbox.rows().values().stream()
                .filter(row -> row.status().equals(status))
                .count();
    }

    private static List<UUID> ids(int count) {
        return Stream.generate(UUID::randomUUID).limit(count).toList();
    }
}
