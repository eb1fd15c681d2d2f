package io.graphsync.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.graphsync.outbox.event.Failure;
import io.graphsync.outbox.event.FailureHeaders;
import io.graphsync.retry.letters.FollowUp;
import io.graphsync.retry.letters.FollowUp.End;
import io.graphsync.retry.letters.Letter;
import io.graphsync.retry.letters.LetterFilter;
import io.graphsync.retry.letters.Letters;
import io.graphsync.retry.letters.Moved;
import io.graphsync.retry.letters.Operation;
import io.graphsync.retry.letters.Pace;
import io.graphsync.retry.letters.RedrivePlan;
import io.graphsync.retry.letters.RedrivePlan.Skip;
import io.graphsync.retry.stage.Pipeline;
import io.graphsync.retry.stage.RedriveProcess;
import io.graphsync.retry.stage.SinkStandIn;
import io.graphsync.retry.stage.SinkStandIn.Verdict;
import io.graphsync.retry.stage.TopicTail;
import io.graphsync.retry.topology.RedeliveryState;
import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.LocalStackExtension;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalStackExtension.class)
@UseStack({ServerKind.POSTGRES, ServerKind.KAFKA})
class LettersIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pace FAST = new Pace(10_000);

    @TempDir
    Path directory;

    private Pipeline pipeline;
    private RouterApp router;
    private TestStack stack;

    @BeforeEach
    void prepare(TestStack testStack) throws Exception {
        stack = testStack;
        pipeline = new Pipeline(stack, directory);
        pipeline.outbox().create();
        pipeline.createTopics();
        router = pipeline.start(new SimpleMeterRegistry());
        await().atMost(PATIENCE)
                .failFast(() -> router.failure().isDone())
                .until(() -> router.state() == RedeliveryState.RUNNING);
    }

    @AfterEach
    void tidy() {
        router.close();
        pipeline.close();
    }

    @Test
    void five_hundred_letters_are_applied_once_their_cause_is_mended_and_their_rows_are_done() throws Exception {
        List<UUID> ids = poison(500);
        pipeline.outbox().insert(ids);
        try (SinkStandIn sink = sink(id -> Verdict.APPLY);
                Letters letters = Letters.open(RouterConfig.letters(pipeline.config()))) {
            awaitOpen(letters, ids.size());

            FollowUp followUp = redriveAll(letters);

            assertThat(followUp.counts()).isEqualTo(Map.of(End.APPLIED, 500));
            assertThat(letters.find(LetterFilter.ALL)).isEmpty();
            assertThat(sink.deliveries())
                    .hasSize(500)
                    .allSatisfy((id, times) -> assertThat(times).isEqualTo(1));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(pipeline.outbox().rows().values())
                            .allSatisfy(row -> assertThat(row.status()).isEqualTo("done")));
        }
    }

    @Test
    void a_redrive_that_is_killed_half_way_and_run_again_has_the_same_end() throws Exception {
        List<UUID> ids = poison(500);
        try (Letters letters = Letters.open(RouterConfig.letters(pipeline.config()));
                TopicTail due = pipeline.tail(pipeline.names().retryDue())) {
            awaitOpen(letters, ids.size());
            try (RedriveProcess killed =
                    new RedriveProcess(stack.bootstrapServers(), stack.topicPrefix(), 60, directory)) {
                await().atMost(PATIENCE).until(() -> due.reads().size() >= 120);
                killed.kill();
            }
            leaveTransactionOpen(ids.getFirst());
            List<Letter> open = letters.find(LetterFilter.ALL);
            assertThat(open).hasSize(500).anyMatch(Letter::inFlight).anyMatch(letter -> !letter.inFlight());

            try (SinkStandIn sink = sink(id -> Verdict.APPLY)) {
                FollowUp followUp = redriveAll(letters);

                // Some that were in flight may have come to their end before they could be followed.
                assertThat(followUp.counts()).containsOnlyKeys(End.APPLIED);
                assertThat(letters.find(LetterFilter.ALL)).isEmpty();
                assertThat(sink.deliveries())
                        .hasSize(500)
                        .allSatisfy((id, times) -> assertThat(times).isEqualTo(1));
            }
        }
    }

    @Test
    void what_fails_again_is_a_letter_again_and_in_quarantine_after_two_redrives() throws Exception {
        List<UUID> ids = poison(3);
        UUID superseded = ids.getLast();
        try (SinkStandIn sink = sink(id -> id.equals(superseded) ? Verdict.SUPERSEDE : Verdict.REFUSE);
                Letters letters = Letters.open(RouterConfig.letters(pipeline.config()))) {
            awaitOpen(letters, ids.size());

            assertThat(redriveAll(letters).counts()).isEqualTo(Map.of(End.FAILED_AGAIN, 2, End.SUPERSEDED, 1));
            assertThat(letters.find(LetterFilter.ALL))
                    .hasSize(2)
                    .allSatisfy(letter -> assertThat(letter.redrives()).isEqualTo(1))
                    .noneMatch(Letter::inFlight);
            FollowUp second = redriveAll(letters);
            assertThat(second.reasons()).isEqualTo(Map.of("graphsync.invalid-event", 2));

            RedrivePlan third = letters.plan(letters.find(LetterFilter.ALL), RedriveProcess.bounds());
            assertThat(third.chosen()).isEmpty();
            assertThat(third.skipped().values()).containsOnly(Skip.QUARANTINED).hasSize(2);
            assertThat(sink.deliveries()).containsEntry(ids.getFirst(), 2);
        }
    }

    @Test
    void a_redrive_stops_between_transactions_when_it_is_asked_to_and_what_is_discarded_is_closed() throws Exception {
        List<UUID> ids = poison(250);
        pipeline.outbox().insert(ids);
        try (Letters letters = Letters.open(RouterConfig.letters(pipeline.config()));
                TopicTail audit = pipeline.tail(pipeline.names().audit())) {
            awaitOpen(letters, ids.size());
            RedrivePlan plan = letters.plan(letters.find(LetterFilter.ALL), RedriveProcess.bounds());
            AtomicInteger done = new AtomicInteger();

            Moved moved = letters.redrive(
                    plan.chosen(), RedriveProcess.operation(letters), FAST, () -> done.get() >= 100, done::set);

            assertThat(moved.whole()).isFalse();
            assertThat(moved.moved()).hasSize(100);
            List<Letter> open = letters.find(LetterFilter.ALL);
            assertThat(open).hasSize(250).filteredOn(Letter::inFlight).hasSize(100);

            RedrivePlan rest = RedrivePlan.ofDiscard(open, RedriveProcess.bounds(), Instant.now());
            assertThat(rest.skipped()).hasSize(100);
            Operation discard =
                    new Operation(UUID.randomUUID(), "tester@here", "dlt discard", letters.topic(), "n", Map.of());
            letters.discard(rest.chosen(), discard, FAST, () -> false, any -> {});

            assertThat(letters.find(LetterFilter.ALL)).hasSize(100).allMatch(Letter::inFlight);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(audit.reads()).hasSize(3));
            assertThat(audit.reads())
                    .extracting(read -> new String(read.record().value(), StandardCharsets.UTF_8))
                    .allSatisfy(text -> assertThat(text).contains("\"who\":\"tester@here\"", "\"note\":"))
                    .filteredOn(text -> text.contains("dlt redrive"))
                    .singleElement()
                    .asString()
                    .contains("\"count\":100");
            await().atMost(PATIENCE)
                    .until(() -> pipeline.outbox().rows().values().stream()
                                    .filter(row -> row.status().equals("done"))
                                    .count()
                            == 150);
        }
    }

    /** Kafka answers a commit before readers of committed records see it; here that takes a second. */
    @Test
    void what_a_transaction_closed_that_is_about_to_be_committed_is_closed() throws Exception {
        List<UUID> ids = poison(1);
        try (Letters letters = Letters.open(RouterConfig.letters(pipeline.config()));
                KafkaProducer<byte[], byte[]> closing = transactionalProducer("closing")) {
            awaitOpen(letters, ids.size());
            closing.beginTransaction();
            byte[] key = ids.getFirst().toString().getBytes(StandardCharsets.UTF_8);
            closing.send(new ProducerRecord<>(pipeline.names().deadLetters(), key, null))
                    .get();
            Thread commit = Thread.ofVirtual().start(() -> {
                LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
                closing.commitTransaction();
            });

            assertThat(letters.find(LetterFilter.ALL)).isEmpty();
            commit.join();
        }
    }

    @Test
    void letters_of_spring_go_back_to_where_they_came_from_once() throws Exception {
        String origin = pipeline.names().events("message");
        String foreign = pipeline.names().prefix() + ".orders.DLT";
        stack.createTopics(List.of(new NewTopic(foreign, 1, (short) 1)));
        springLetter(foreign, origin, 1, "k1");
        springLetter(foreign, "gone", 0, "k2");
        try (Letters letters = Letters.open(RouterConfig.letters(pipeline.config()), foreign);
                TopicTail back = pipeline.tail(origin)) {
            List<Letter> found = letters.find(LetterFilter.ALL);
            assertThat(found).extracting(Letter::reason).containsOnly("java.lang.IllegalStateException");
            assertThat(found.getFirst().origin().text()).isEqualTo(origin + "-1@42");
            RedrivePlan plan = letters.plan(found, RedriveProcess.bounds());

            Moved moved = letters.redrive(plan.chosen(), RedriveProcess.operation(letters), FAST, () -> false, n -> {});

            assertThat(moved.moved()).hasSize(1);
            assertThat(moved.skipped().values()).containsExactly(Skip.NO_ORIGIN);
            await().atMost(PATIENCE).until(() -> back.reads().size() == 1);
            var record = back.reads().getFirst().record();
            assertThat(record.partition()).isEqualTo(1);
            assertThat(record.key()).isEqualTo("k1");
            assertThat(record.headers())
                    .noneMatch(header -> header.key().startsWith("kafka_dlt-"))
                    .anyMatch(header -> header.key().equals("app"));
            assertThat(letters.plan(letters.find(LetterFilter.ALL), RedriveProcess.bounds())
                            .skipped()
                            .values())
                    .containsExactly(Skip.IN_FLIGHT);
        }
    }

    private void springLetter(String topic, String origin, int partition, String key) {
        pipeline.send(topic, key, new byte[] {'x'}, Map.of("app", "1"), headers -> {
            headers.add("kafka_dlt-original-topic", origin.getBytes(StandardCharsets.UTF_8));
            headers.add(
                    "kafka_dlt-original-partition",
                    ByteBuffer.allocate(Integer.BYTES).putInt(partition).array());
            headers.add(
                    "kafka_dlt-original-offset",
                    ByteBuffer.allocate(Long.BYTES).putLong(42).array());
            headers.add(
                    "kafka_dlt-exception-cause-fqcn",
                    "java.lang.IllegalStateException".getBytes(StandardCharsets.UTF_8));
        });
    }

    private List<UUID> poison(int count) {
        List<UUID> ids =
                new ArrayList<>(Stream.generate(UUID::randomUUID).limit(count).toList());
        ids.forEach(id -> pipeline.fail(id, 1, Failure.Kind.POISON));
        return ids;
    }

    private SinkStandIn sink(Function<UUID, Verdict> verdict) {
        return new SinkStandIn(stack.bootstrapServers(), pipeline.names(), verdict);
    }

    private static void awaitOpen(Letters letters, int count) {
        await().atMost(PATIENCE).until(() -> letters.find(LetterFilter.ALL).size() == count);
    }

    private static FollowUp redriveAll(Letters letters) {
        letters.followFromHere();
        RedrivePlan plan = letters.plan(letters.find(LetterFilter.ALL), RedriveProcess.bounds());
        Moved moved = letters.redrive(plan.chosen(), RedriveProcess.operation(letters), FAST, () -> false, n -> {});
        List<Letter> followed = new ArrayList<>(moved.moved());
        plan.skipped().forEach((letter, skip) -> {
            if (skip == Skip.IN_FLIGHT) {
                followed.add(letter);
            }
        });
        return letters.follow(followed, PATIENCE, () -> false, found -> {});
    }

    /** What a command leaves behind that is killed between its first record and its commit. */
    private void leaveTransactionOpen(UUID id) throws Exception {
        KafkaProducer<byte[], byte[]> killed = transactionalProducer("letters");
        killed.beginTransaction();
        byte[] key = id.toString().getBytes(StandardCharsets.UTF_8);
        for (String topic : Set.of(pipeline.names().retryDue(), pipeline.names().deadLetters())) {
            ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, key, Pipeline.payload(id));
            record.headers().add(FailureHeaders.ATTEMPTS, new byte[] {'1'});
            killed.send(record).get();
        }
        killed.close(Duration.ZERO);
    }

    private KafkaProducer<byte[], byte[]> transactionalProducer(String name) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", stack.bootstrapServers(), "transactional.id", stack.topicPrefix() + "-" + name);
        KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        producer.initTransactions();
        return producer;
    }
}
