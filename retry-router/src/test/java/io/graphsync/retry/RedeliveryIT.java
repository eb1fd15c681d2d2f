package io.graphsync.retry;

import static io.graphsync.retry.stage.Pipeline.FIRST_BACKOFF_MS;
import static io.graphsync.retry.stage.Pipeline.MAX_ATTEMPTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.graphsync.outbox.event.Failure;
import io.graphsync.outbox.event.FailureHeaders;
import io.graphsync.outbox.topic.TopicLayout;
import io.graphsync.retry.stage.Pipeline;
import io.graphsync.retry.stage.RouterProcess;
import io.graphsync.retry.stage.TopicTail;
import io.graphsync.retry.topology.RedeliveryState;
import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.LocalStackExtension;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

@ExtendWith(LocalStackExtension.class)
@UseStack({ServerKind.POSTGRES, ServerKind.KAFKA})
class RedeliveryIT {
    private static final Logger log = LoggerFactory.getLogger(RedeliveryIT.class);
    private static final Failure.Kind TRANSIENT = Failure.Kind.TRANSIENT;

    /** The shortest backoff after the first failure; the router's clock and this one are the same. */
    private static final long SHORTEST_BACKOFF_MS = FIRST_BACKOFF_MS * 8 / 10;

    private static final long LONGEST_BACKOFF_MS = FIRST_BACKOFF_MS * 12 / 10;

    @TempDir
    Path directory;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private Pipeline pipeline;

    @BeforeEach
    void prepare(TestStack stack) throws Exception {
        pipeline = new Pipeline(stack, directory);
        pipeline.outbox().create();
    }

    @AfterEach
    void tidy() {
        pipeline.close();
    }

    @Test
    void an_event_comes_back_unchanged_when_it_is_due() throws Exception {
        pipeline.createTopics();
        try (RouterApp app = running();
                TopicTail due = pipeline.tail(pipeline.names().retryDue())) {
            List<UUID> ids = new ArrayList<>();
            Map<UUID, Instant> failedAt = new HashMap<>();
            for (int i = 0; i < 300; i++) {
                UUID id = UUID.randomUUID();
                ids.add(id);
                failedAt.put(id, Instant.now());
                pipeline.fail(id, 1, TRANSIENT);
            }

            await().until(() -> due.reads().size() >= ids.size());

            assertThat(due.reads()).extracting(TopicTail.Read::id).containsExactlyInAnyOrderElementsOf(ids);
            assertThat(due.reads()).allSatisfy(read -> {
                assertThat(read.record().value()).isEqualTo(Pipeline.payload(read.id()));
                assertThat(header(read, FailureHeaders.ATTEMPTS)).isEqualTo("1");
                assertThat(backoff(failedAt, read)).isGreaterThanOrEqualTo(SHORTEST_BACKOFF_MS);
            });
            report(due, failedAt);
            assertThat(app.failure()).isNotDone();
        }
    }

    @Test
    void an_event_that_keeps_failing_is_a_dead_letter_and_its_row_shows_it() throws Exception {
        pipeline.createTopics();
        UUID id = UUID.randomUUID();
        pipeline.outbox().insert(List.of(id));
        try (RouterApp app = running();
                TopicTail due = pipeline.tail(pipeline.names().retryDue());
                TopicTail letters = pipeline.tail(pipeline.names().deadLetters())) {
            for (int attempts = 1; attempts < MAX_ATTEMPTS; attempts++) {
                int deliveries = attempts;
                pipeline.fail(id, attempts, TRANSIENT);
                await().until(() -> due.reads().size() == deliveries);
            }

            pipeline.fail(id, MAX_ATTEMPTS, TRANSIENT);

            await().untilAsserted(() -> assertThat(pipeline.outbox().row(id)).satisfies(row -> {
                assertThat(row.status()).isEqualTo("deadletter");
                assertThat(row.attempts()).isEqualTo(MAX_ATTEMPTS);
                assertThat(row.lastError())
                        .isEqualTo("Neo.TransientError.Transaction.LockClientStopped: attempt " + MAX_ATTEMPTS);
            }));
            assertThat(letters.reads()).hasSize(1);
            assertThat(letters.reads().getFirst().record().value()).isEqualTo(Pipeline.payload(id));
            assertThat(app.failure()).isNotDone();
        }
    }

    @Test
    void a_router_that_is_killed_keeps_attempts_and_due_times_and_loses_nothing() throws Exception {
        pipeline.createTopics();
        List<UUID> ids = new ArrayList<>();
        Map<UUID, Instant> failedAt = new HashMap<>();
        try (TopicTail due = pipeline.tail(pipeline.names().retryDue())) {
            Map<String, String> config = pipeline.config();
            config.put("retry.backoff.initial.ms", "8000");
            RouterProcess killed = new RouterProcess(config, directory);
            for (int i = 0; i < 200; i++) {
                UUID id = UUID.randomUUID();
                ids.add(id);
                failedAt.put(id, Instant.now());
                pipeline.fail(id, 1, TRANSIENT);
            }
            await().atMost(Duration.ofMinutes(1)).until(() -> !due.reads().isEmpty());

            killed.kill();

            List<UUID> before = due.reads().stream().map(TopicTail.Read::id).toList();
            log.atInfo().addKeyValue("delivered", before.size()).log("Killed");
            try (RouterProcess next = new RouterProcess(config, directory)) {
                ids.forEach(id -> pipeline.fail(id, 1, TRANSIENT));
                await().atMost(Duration.ofMinutes(1))
                        .until(() -> due.reads().stream()
                                        .map(TopicTail.Read::id)
                                        .distinct()
                                        .count()
                                == ids.size());
                assertThat(next.isAlive()).isTrue();
            }
            assertThat(due.reads())
                    .extracting(TopicTail.Read::id)
                    .filteredOn(id -> !before.contains(id))
                    .doesNotHaveDuplicates()
                    .hasSize(ids.size() - before.size());
            assertThat(due.reads()).allSatisfy(read -> {
                assertThat(backoff(failedAt, read)).isGreaterThanOrEqualTo(6_400);
                assertThat(header(read, FailureHeaders.ATTEMPTS)).isEqualTo("1");
            });
        }
    }

    @Test
    void a_router_that_is_started_again_goes_on_at_once() throws Exception {
        pipeline.createTopics();
        UUID id = UUID.randomUUID();
        try (TopicTail due = pipeline.tail(pipeline.names().retryDue())) {
            try (RouterApp first = running()) {
                pipeline.fail(id, 2, TRANSIENT);
                await().until(() -> waiting() == 1);
                assertThat(first.failure()).isNotDone();
            }
            Instant stopped = Instant.now();

            try (RouterApp second = running()) {
                await().until(() -> due.reads().size() == 1);
                assertThat(second.failure()).isNotDone();
            }

            assertThat(Duration.between(stopped, due.reads().getFirst().at())).isLessThan(Duration.ofSeconds(8));
            assertThat(header(due.reads().getFirst(), FailureHeaders.ATTEMPTS)).isEqualTo("2");
        }
    }

    @Test
    void the_router_waits_for_the_topics_and_starts_when_they_come() throws Exception {
        UUID id = UUID.randomUUID();
        try (RouterApp app = pipeline.start(registry)) {
            assertThat(app.state()).isEqualTo(RedeliveryState.WAITING);

            pipeline.createTopics();
            pipeline.fail(id, 1, TRANSIENT);

            try (TopicTail due = pipeline.tail(pipeline.names().retryDue())) {
                await().atMost(Duration.ofSeconds(30)).until(() -> due.reads().size() == 1);
            }
        }
    }

    /** The clients' patience is cut from a minute to a second, so that what they begin ends while the broker is away. */
    @Test
    void a_broker_that_restarts_is_waited_for_and_nothing_is_lost(TestStack stack) throws Exception {
        pipeline.createTopics();
        List<UUID> failed = new CopyOnWriteArrayList<>();
        try (RouterApp app = pipeline.start(registry, Map.of("kafka.producer.max.block.ms", "1000"));
                TopicTail due = pipeline.tail(pipeline.names().retryDue())) {
            await().until(() -> app.state() == RedeliveryState.RUNNING);
            failed.add(failed(2));
            await().until(() -> waiting() == 1);
            Thread sink = Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 1_000; i++) {
                    failed.add(failed(1));
                }
            });
            await().until(() -> !due.reads().isEmpty());

            stack.kafka().stop();
            await().atMost(Duration.ofSeconds(30)).until(() -> app.state() == RedeliveryState.WAITING);
            stack.kafka().start();

            assertThat(sink.join(Duration.ofSeconds(60))).isTrue();
            assertThat(failed).hasSize(1_001);
            failed.add(failed(1));
            await().atMost(Duration.ofSeconds(60))
                    .until(() ->
                            due.reads().size() >= failed.size() || app.failure().isDone());
            assertThat(app.failure()).isNotDone();
            assertThat(due.reads().stream().map(TopicTail.Read::id)).containsExactlyInAnyOrderElementsOf(failed);
            await().until(() -> app.state() == RedeliveryState.RUNNING);
        }
    }

    /** Streams asks for its offsets and waits for as long as a transaction holds them, here for a quarter of an hour. */
    @Test
    void a_transaction_that_nobody_ends_does_not_hold_up_a_router(TestStack stack) throws Exception {
        pipeline.createTopics();
        UUID first = UUID.randomUUID();
        UUID second = UUID.randomUUID();
        try (TopicTail due = pipeline.tail(pipeline.names().retryDue());
                KafkaProducer<byte[], byte[]> left = pipeline.transactional("left-behind")) {
            try (RouterApp app = running()) {
                pipeline.fail(first, 1, TRANSIENT);
                await().until(() -> due.reads().size() == 1);
                assertThat(app.failure()).isNotDone();
            }
            pipeline.holdOffsets(left);
            pipeline.fail(second, 1, TRANSIENT);

            try (RouterApp app = pipeline.start(registry, Map.of("kafka.producer.transaction.timeout.ms", "1000"))) {
                await().atMost(Duration.ofSeconds(60)).until(() -> due.reads().size() == 2);

                assertThat(due.reads()).extracting(TopicTail.Read::id).containsExactly(first, second);
                assertThat(app.failure()).isNotDone();
            }
        }
    }

    @Test
    void an_event_as_large_as_its_topic_takes_passes_the_stores() throws Exception {
        pipeline.createTopics();
        UUID id = UUID.randomUUID();
        byte[] payload = new byte[TopicLayout.MAX_RECORD_BYTES - 2_000];
        try (RouterApp app = running();
                TopicTail due = pipeline.tail(pipeline.names().retryDue())) {
            pipeline.fail(id, 1, TRANSIENT, payload);

            await().until(() -> due.reads().size() == 1);

            assertThat(due.reads().getFirst().record().value()).isEqualTo(payload);
            assertThat(app.failure()).isNotDone();
        }
    }

    private UUID failed(int attempts) {
        UUID id = UUID.randomUUID();
        pipeline.fail(id, attempts, TRANSIENT);
        return id;
    }

    private RouterApp running() {
        RouterApp app = pipeline.start(registry);
        await().atMost(Duration.ofSeconds(30)).until(() -> app.state() == RedeliveryState.RUNNING);
        return app;
    }

    private double waiting() {
        return registry.get(RouterMetric.WAITING.metricName()).gauge().value();
    }

    private static long backoff(Map<UUID, Instant> failedAt, TopicTail.Read read) {
        return Duration.between(failedAt.getOrDefault(read.id(), Instant.MAX), read.at())
                .toMillis();
    }

    private static void report(TopicTail due, Map<UUID, Instant> failedAt) {
        List<Long> backoffs = new ArrayList<>();
        due.reads().forEach(read -> backoffs.add(backoff(failedAt, read)));
        Collections.sort(backoffs);
        log.atInfo()
                .addKeyValue("shortest_ms", backoffs.getFirst())
                .addKeyValue("p50_ms", backoffs.get(backoffs.size() / 2))
                .addKeyValue("p99_ms", backoffs.get(backoffs.size() * 99 / 100))
                .addKeyValue("longest_ms", backoffs.getLast())
                .addKeyValue("allowed_ms", SHORTEST_BACKOFF_MS + ".." + LONGEST_BACKOFF_MS)
                .log("Backoffs as the sink sees them");
    }

    private static String header(TopicTail.Read read, String name) {
        return new String(read.record().headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
