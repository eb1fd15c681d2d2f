package io.graphsync.retry.topology;

import static io.graphsync.retry.topology.FailedRecord.bytes;
import static io.graphsync.retry.topology.FailedRecord.header;
import static io.graphsync.retry.topology.FailedRecord.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.outbox.event.EventHeaders;
import io.graphsync.outbox.event.Failure;
import io.graphsync.outbox.event.FailureHeaders;
import io.graphsync.outbox.event.Redrive;
import io.graphsync.outbox.progress.Control;
import io.graphsync.outbox.progress.Outcome;
import io.graphsync.outbox.topic.TopicLayout;
import io.graphsync.outbox.topic.TopicNames;
import io.graphsync.retry.policy.RetryDecision;
import io.graphsync.retry.policy.RetryPlanner;
import io.graphsync.retry.policy.RetryPolicies;
import io.graphsync.retry.policy.RetryPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ValueTimestampHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetryTopologyTest {
    private static final Duration CHECK = Duration.ofMillis(200);
    private static final TopicNames NAMES = new TopicNames("test");
    private static final UUID ID = UUID.fromString("0b8a3a52-6d0e-4f0e-9e57-0d4f3b5d7a01");
    private static final Failure.Kind TRANSIENT = Failure.Kind.TRANSIENT;
    private static final Failure.Kind POISON = Failure.Kind.POISON;

    @TempDir
    Path directory;

    private final Told told = new Told();
    private Instant start = Instant.parse("2026-03-01T12:00:00Z");
    private TopologyTestDriver driver;
    private TestInputTopic<byte[], byte[]> retry;
    private TestOutputTopic<byte[], byte[]> due;
    private TestOutputTopic<byte[], byte[]> deadLetters;
    private Duration elapsed = Duration.ZERO;

    @BeforeEach
    void open() {
        RetryTopology topology = new RetryTopology(NAMES, RetryPolicies.of(RetryPolicy.DEFAULT), CHECK, told);
        StreamsSettings settings = new StreamsSettings("unused:1", "test-router", directory, Map.of());
        driver = new TopologyTestDriver(topology.build(), settings.streams(), start);
        retry = driver.createInputTopic(NAMES.retry(), new ByteArraySerializer(), new ByteArraySerializer());
        due = driver.createOutputTopic(NAMES.retryDue(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        deadLetters =
                driver.createOutputTopic(NAMES.deadLetters(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void an_event_is_delivered_again_within_the_jitter_of_its_backoff_and_unchanged() {
        TestRecord<byte[], byte[]> failed = FailedRecord.of(ID, 2, TRANSIENT);

        retry.pipeInput(failed);

        assertThat(waitUntilDue())
                .isBetween(Duration.ofMillis(1_600), Duration.ofMillis(2_400).plus(CHECK));
        TestRecord<byte[], byte[]> redelivered = due.readRecord();
        assertThat(text(redelivered.key())).isEqualTo(ID.toString());
        assertThat(text(redelivered.value())).isEqualTo(FailedRecord.PAYLOAD);
        assertThat(redelivered.headers()).isEqualTo(failed.headers());
        assertThat(deadLetters.isEmpty()).isTrue();
        assertThat(told.waiting).containsEntry("0_0", 0L);
        assertThat(told.late).allMatch(late -> late.compareTo(CHECK) <= 0);
    }

    @Test
    void an_event_that_fails_ten_times_is_delivered_again_nine_times_and_then_is_a_dead_letter() {
        List<Duration> backoffs = new ArrayList<>();
        for (int attempts = 1; attempts < 10; attempts++) {
            retry.pipeInput(FailedRecord.of(ID, attempts, TRANSIENT));
            backoffs.add(waitUntilDue());
            due.readRecord();
        }

        retry.pipeInput(FailedRecord.of(ID, 10, TRANSIENT));

        TestRecord<byte[], byte[]> letter = deadLetters.readRecord();
        assertThat(text(letter.key())).isEqualTo(ID.toString());
        assertThat(text(letter.value())).isEqualTo(FailedRecord.PAYLOAD);
        assertThat(FailureHeaders.decode(FailedRecord.texts(letter))).hasValue(FailedRecord.failure(10, TRANSIENT));
        assertThat(told.letters).containsExactly(RetryDecision.Reason.EXHAUSTED);
        assertThat(backoffs).isSorted().hasSize(9);
        advance(Duration.ofMinutes(10));
        assertThat(due.isEmpty()).isTrue();
    }

    @Test
    void poison_is_a_dead_letter_at_once_and_cancels_the_redelivery() {
        retry.pipeInput(FailedRecord.of(ID, 1, TRANSIENT));

        retry.pipeInput(FailedRecord.of(ID, 2, POISON));

        assertThat(header(deadLetters.readRecord(), FailureHeaders.KIND)).isEqualTo("poison");
        advance(Duration.ofMinutes(10));
        assertThat(due.isEmpty()).isTrue();
        assertThat(told.waiting).containsEntry("0_0", 0L);
    }

    @Test
    void duplicates_of_a_failure_are_delivered_again_once_and_on_time() {
        retry.pipeInput(FailedRecord.of(ID, 1, TRANSIENT));
        advance(Duration.ofMillis(600));

        retry.pipeInput(FailedRecord.of(ID, 1, TRANSIENT));
        retry.pipeInput(FailedRecord.of(ID, 1, TRANSIENT));

        assertThat(waitUntilDue()).isLessThanOrEqualTo(Duration.ofMillis(600).plus(CHECK));
        assertThat(due.readRecordsToList()).hasSize(1);
        advance(Duration.ofMinutes(10));
        assertThat(due.isEmpty()).isTrue();
    }

    @Test
    void a_later_failure_replaces_the_redelivery_that_was_waiting() {
        retry.pipeInput(FailedRecord.of(ID, 1, TRANSIENT));

        retry.pipeInput(FailedRecord.of(ID, 5, TRANSIENT));

        assertThat(told.waiting).containsEntry("0_0", 1L);
        assertThat(waitUntilDue()).isGreaterThan(Duration.ofSeconds(12));
        assertThat(header(due.readRecord(), FailureHeaders.ATTEMPTS)).isEqualTo("5");
        assertThat(due.isEmpty()).isTrue();
    }

    @Test
    void events_are_delivered_again_in_the_order_in_which_they_are_due() {
        UUID late = new UUID(1, 1);
        UUID early = new UUID(2, 2);
        retry.pipeInput(FailedRecord.of(late, 4, TRANSIENT));
        retry.pipeInput(FailedRecord.of(early, 1, TRANSIENT));

        advance(Duration.ofMinutes(1));

        assertThat(due.readKeyValuesToList())
                .extracting(record -> text(record.key))
                .containsExactly(early.toString(), late.toString());
    }

    @Test
    void more_events_than_one_check_takes_are_all_delivered() {
        int events = RetryProcessor.MAX_DUE_EVENTS * 2 + 1;
        for (int i = 0; i < events; i++) {
            retry.pipeInput(FailedRecord.of(new UUID(i, i), 1, TRANSIENT));
        }
        assertThat(told.waiting).containsEntry("0_0", (long) events);

        driver.advanceWallClockTime(Duration.ofSeconds(2));
        List<TestRecord<byte[], byte[]>> delivered = new ArrayList<>(due.readRecordsToList());
        while (delivered.size() < events && !driver.producedTopicNames().isEmpty()) {
            driver.advanceWallClockTime(CHECK);
            List<TestRecord<byte[], byte[]>> next = due.readRecordsToList();
            if (next.isEmpty()) {
                break;
            }
            delivered.addAll(next);
        }

        assertThat(delivered)
                .extracting(record -> text(record.key()))
                .doesNotHaveDuplicates()
                .hasSize(events);
    }

    @Test
    void what_waits_survives_a_restart_with_its_attempts_and_due_time() {
        retry.pipeInput(FailedRecord.of(ID, 4, TRANSIENT));
        advance(Duration.ofSeconds(3));

        restart();

        retry.pipeInput(FailedRecord.of(ID, 3, TRANSIENT));
        Duration backoff = waitUntilDue().plusSeconds(3);
        assertThat(backoff)
                .isBetween(Duration.ofMillis(6_400), Duration.ofMillis(9_600).plus(CHECK));
        assertThat(header(due.readRecord(), FailureHeaders.ATTEMPTS)).isEqualTo("4");
    }

    @Test
    void a_record_with_neither_key_nor_value_nor_headers_is_a_dead_letter_under_its_position() {
        retry.pipeInput(new TestRecord<>(null, null, new RecordHeaders()));

        TestRecord<byte[], byte[]> letter = deadLetters.readRecord();
        assertThat(text(letter.key())).isEqualTo("test.retry-0@0");
        assertThat(letter.value()).isNotNull().isEmpty();
        assertThat(header(letter, FailureHeaders.CODE)).isEqualTo(RetryPlanner.UNREADABLE_FAILURE);
        assertThat(header(letter, FailureHeaders.ORIGIN)).isEqualTo("test.retry-0@0");
        assertThat(told.letters).containsExactly(RetryDecision.Reason.UNREADABLE);
    }

    @Test
    void hostile_headers_stop_nobody_and_are_kept() {
        Headers headers = FailedRecord.headers(ID, FailedRecord.failure(1, TRANSIENT));
        headers.add("x", null);
        headers.add("x", new byte[] {(byte) 0xff, 0});
        headers.add("", new byte[0]);
        headers.add(WaitingEvents.DUE, bytes("not a time"));
        headers.add(EventHeaders.SEQ, bytes("9".repeat(5_000)));

        retry.pipeInput(new TestRecord<>(new byte[] {(byte) 0xff}, bytes("{}"), headers));

        waitUntilDue();
        TestRecord<byte[], byte[]> redelivered = due.readRecord();
        headers.remove(WaitingEvents.DUE);
        assertThat(text(redelivered.key())).isEqualTo(ID.toString());
        assertThat(redelivered.headers()).isEqualTo(headers);
    }

    @Test
    void malformed_failures_are_dead_letters_with_all_other_headers() {
        for (String broken : List.of("0", "-1", "x", "", "99999999999")) {
            Headers headers = FailedRecord.headers(ID, FailedRecord.failure(1, TRANSIENT));
            headers.remove(FailureHeaders.ATTEMPTS);
            headers.add(FailureHeaders.ATTEMPTS, bytes(broken));

            retry.pipeInput(new TestRecord<>(bytes(ID.toString()), bytes("{}"), headers));

            TestRecord<byte[], byte[]> letter = deadLetters.readRecord();
            assertThat(header(letter, FailureHeaders.CODE)).isEqualTo(RetryPlanner.UNREADABLE_FAILURE);
            assertThat(header(letter, FailureHeaders.MESSAGE)).contains("attempts='" + broken + "'");
            assertThat(header(letter, EventHeaders.TYPE)).isEqualTo("conversation_upsert");
            assertThat(letter.headers().headers(FailureHeaders.ATTEMPTS)).hasSize(1);
        }
    }

    @Test
    void poison_without_a_payload_is_an_open_letter_and_not_a_tombstone() {
        Headers headers = FailedRecord.headers(ID, FailedRecord.failure(1, POISON));

        retry.pipeInput(new TestRecord<>(bytes(ID.toString()), null, headers));

        TestRecord<byte[], byte[]> letter = deadLetters.readRecord();
        assertThat(letter.value()).isNotNull().isEmpty();
        assertThat(header(letter, FailureHeaders.MESSAGE)).isEqualTo("attempt 1");
    }

    @Test
    void a_letter_that_no_longer_fits_its_topic_leaves_the_payload_behind() {
        byte[] payload = new byte[TopicLayout.MAX_RECORD_BYTES - 100];

        retry.pipeInput(new TestRecord<>(bytes(ID.toString()), payload, new RecordHeaders()));

        TestRecord<byte[], byte[]> letter = deadLetters.readRecord();
        assertThat(letter.value()).isEmpty();
        assertThat(header(letter, FailureHeaders.CODE)).isEqualTo(Failure.PAYLOAD_TOO_LARGE);
        assertThat(header(letter, FailureHeaders.MESSAGE)).contains(RetryPlanner.UNREADABLE_FAILURE);
    }

    @Test
    void an_outcome_cancels_the_redelivery_and_closes_the_letter() {
        retry.pipeInput(FailedRecord.of(ID, 3, TRANSIENT));

        retry.pipeInput(FailedRecord.control(new Outcome(ID, Outcome.Result.SUPERSEDED, 3)));

        TestRecord<byte[], byte[]> tombstone = deadLetters.readRecord();
        assertThat(text(tombstone.key())).isEqualTo(ID.toString());
        assertThat(tombstone.value()).isNull();
        assertThat(FailedRecord.texts(tombstone))
                .isEqualTo(Map.of(
                        EventHeaders.ID, ID.toString(), FailureHeaders.ATTEMPTS, "3", Outcome.RESULT, "superseded"));
        advance(Duration.ofMinutes(10));
        assertThat(due.isEmpty()).isTrue();
        assertThat(told.waiting).containsEntry("0_0", 0L);
        assertThat(told.ended).containsExactly(Outcome.Result.SUPERSEDED);
    }

    @Test
    void passages_and_what_is_not_known_yet_are_no_failures() {
        for (String kind : List.of("passage", "heartbeat", "of-a-later-version", "outcome")) {
            Headers headers = new RecordHeaders().add(Control.HEADER, bytes(kind));
            retry.pipeInput(new TestRecord<>(bytes("graphsync.passage"), bytes("{}"), headers));
        }

        advance(Duration.ofMinutes(10));

        assertThat(due.isEmpty()).isTrue();
        assertThat(deadLetters.isEmpty()).isTrue();
    }

    @Test
    void a_redriven_event_has_all_its_attempts_anew() {
        TestRecord<byte[], byte[]> failed = FailedRecord.of(ID, 11, TRANSIENT);
        new Redrive(1, start, 10)
                .headers()
                .forEach((name, value) -> failed.headers().add(name, bytes(value)));

        retry.pipeInput(failed);

        assertThat(waitUntilDue())
                .isBetween(Duration.ofMillis(800), Duration.ofMillis(1_200).plus(CHECK));
        TestRecord<byte[], byte[]> redelivered = due.readRecord();
        assertThat(header(redelivered, FailureHeaders.ATTEMPTS)).isEqualTo("11");
        assertThat(header(redelivered, Redrive.COUNT)).isEqualTo("1");
        assertThat(deadLetters.isEmpty()).isTrue();
    }

    /** Advances the clock check by check until something is due; returns how long that took. */
    private Duration waitUntilDue() {
        Duration from = elapsed;
        while (due.isEmpty() && elapsed.minus(from).toMinutes() < 10) {
            advance(CHECK);
        }
        return elapsed.minus(from);
    }

    private void advance(Duration by) {
        driver.advanceWallClockTime(by);
        elapsed = elapsed.plus(by);
    }

    /** What a restart does: a new topology whose stores hold what the changelogs hold. */
    private void restart() {
        var events = contents(events());
        var index = contents(index());
        driver.close();
        start = start.plus(elapsed);
        open();
        events().putAll(events);
        index().putAll(index);
    }

    private KeyValueStore<String, ValueTimestampHeaders<byte[]>> events() {
        return driver.getTimestampedKeyValueStoreWithHeaders(WaitingEvents.EVENTS);
    }

    private KeyValueStore<Bytes, byte[]> index() {
        return driver.getKeyValueStore(WaitingEvents.INDEX);
    }

    private static <K, V> List<KeyValue<K, V>> contents(KeyValueStore<K, V> store) {
        List<KeyValue<K, V>> contents = new ArrayList<>();
        try (KeyValueIterator<K, V> all = store.all()) {
            all.forEachRemaining(contents::add);
        }
        return contents;
    }

    /** Remembers what the topology told. */
    private static final class Told implements RetryObserver {
        private final Map<String, Long> waiting = new HashMap<>();
        private final List<RetryDecision.Reason> letters = new ArrayList<>();
        private final List<Outcome.Result> ended = new ArrayList<>();
        private final List<Duration> late = new ArrayList<>();

        @Override
        public void received() {}

        @Override
        public void redelivered(Duration byHowMuch) {
            late.add(byHowMuch);
        }

        @Override
        public void deadLettered(RetryDecision.Reason reason) {
            letters.add(reason);
        }

        @Override
        public void ended(Outcome.Result result) {
            ended.add(result);
        }

        @Override
        public void waiting(String task, long events) {
            waiting.put(task, events);
        }
    }
}
