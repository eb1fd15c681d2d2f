package io.graphsync.retry.topology;

import static io.graphsync.retry.topology.FailedRecord.bytes;
import static io.graphsync.retry.topology.FailedRecord.header;
import static io.graphsync.retry.topology.FailedRecord.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.outbox.event.Failure;
import io.graphsync.outbox.event.FailureHeaders;
import io.graphsync.outbox.event.Redrive;
import io.graphsync.outbox.progress.Control;
import io.graphsync.outbox.progress.Outcome;
import io.graphsync.outbox.topic.TopicNames;
import io.graphsync.retry.policy.RetryDecision;
import io.graphsync.retry.policy.RetryPolicies;
import io.graphsync.retry.policy.RetryPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random histories of failures, duplicates, outcomes, redrives, discards, jumps of time and restarts, against
 * {@link RetryModel}. A failure names its seed; {@code -Dgraphsync.seed=N} repeats it.
 */
class RetryPropertyTest {
    private static final int EVENTS = 6;
    private static final int STEPS = 200;
    private static final int HISTORIES = 12;
    private static final Duration CHECK = Duration.ofMillis(200);
    private static final TopicNames NAMES = new TopicNames("test");
    private static final RetryPolicy POLICY = new RetryPolicy(4, Duration.ofSeconds(1), Duration.ofSeconds(20), 3, 0.3);

    @TempDir
    Path directory;

    @Test
    void every_event_waits_is_dead_or_is_closed_as_the_model_says() {
        long seed = Long.getLong("graphsync.seed", System.nanoTime());
        Random seeds = new Random(seed);
        for (int history = 0; history < HISTORIES; history++) {
            try (History run = new History(seeds.nextLong(), directory.resolve("h" + history), "seed " + seed)) {
                for (int step = 0; step < STEPS; step++) {
                    run.step();
                    run.check();
                }
                run.settle();
            }
        }
    }

    /** One event as the sink and the operators see it. */
    private static final class Event {
        private final UUID id;
        private int attempts;
        private Optional<Redrive> redrive = Optional.empty();
        /** Delivered, and nobody has said yet how it went. */
        private boolean underWay = true;

        Event(UUID id) {
            this.id = id;
        }
    }

    private static final class History implements AutoCloseable {
        private final Random random;
        private final Path directory;
        private final String name;
        private final RetryModel model = new RetryModel(POLICY);
        private final List<Event> events = new ArrayList<>();
        private final List<TestRecord<byte[], byte[]>> failures = new ArrayList<>();
        private final Set<UUID> letters = new HashSet<>();
        private Instant now = Instant.parse("2026-03-01T12:00:00Z");
        private TopologyTestDriver driver;
        private TestInputTopic<byte[], byte[]> retry;
        private TestOutputTopic<byte[], byte[]> due;
        private TestOutputTopic<byte[], byte[]> deadLetters;

        History(long seed, Path directory, String name) {
            this.random = new Random(seed);
            this.directory = directory;
            this.name = name;
            for (int i = 0; i < EVENTS; i++) {
                events.add(new Event(new UUID(random.nextLong(), random.nextLong())));
            }
            open();
        }

        private void open() {
            RetryTopology topology = new RetryTopology(NAMES, RetryPolicies.of(POLICY), CHECK, new Deaf());
            StreamsSettings settings = new StreamsSettings("unused:1", "test-router", directory, Map.of());
            driver = new TopologyTestDriver(topology.build(), settings.streams(), now);
            retry = driver.createInputTopic(NAMES.retry(), new ByteArraySerializer(), new ByteArraySerializer());
            due = driver.createOutputTopic(NAMES.retryDue(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
            deadLetters = driver.createOutputTopic(
                    NAMES.deadLetters(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        }

        void step() {
            Event event = events.get(random.nextInt(EVENTS));
            switch (random.nextInt(12)) {
                case 0, 1, 2, 3 -> deliver(event);
                case 4 -> duplicate();
                case 5, 6, 7 -> pass(1 + random.nextInt(12));
                case 8 -> advance(Duration.ofSeconds(1 + random.nextInt(120)));
                case 9 -> operate(event);
                case 10 -> restart();
                default -> disturb();
            }
        }

        /** The sink tells what became of a delivery that is under way. */
        private void deliver(Event event) {
            if (!event.underWay) {
                return;
            }
            event.underWay = false;
            switch (random.nextInt(6)) {
                case 0, 1, 2, 3 -> fail(event, Failure.Kind.TRANSIENT);
                case 4 -> fail(event, Failure.Kind.POISON);
                default -> end(event);
            }
        }

        private void fail(Event event, Failure.Kind kind) {
            event.attempts++;
            TestRecord<byte[], byte[]> record = FailedRecord.of(event.id, event.attempts, kind);
            event.redrive.ifPresent(redrive ->
                    redrive.headers().forEach((key, value) -> record.headers().add(key, bytes(value))));
            failures.add(record);
            pipe(record);
        }

        private void end(Event event) {
            Outcome.Result result = random.nextBoolean() ? Outcome.Result.APPLIED : Outcome.Result.SUPERSEDED;
            retry.pipeInput(FailedRecord.control(new Outcome(event.id, result, Math.max(1, event.attempts))));
            model.end(event.id);
        }

        /** A sink that was killed before it committed reports again. */
        private void duplicate() {
            if (!failures.isEmpty()) {
                pipe(failures.get(random.nextInt(failures.size())));
            }
        }

        private void pipe(TestRecord<byte[], byte[]> record) {
            retry.pipeInput(new TestRecord<>(record.key(), record.value(), new RecordHeaders(record.headers())));
            Map<String, String> headers = FailedRecord.texts(record);
            Failure failure = FailureHeaders.decode(headers).orElseThrow();
            int atRedrive = Redrive.of(headers).map(Redrive::attempts).orElse(0);
            model.fail(
                    UUID.fromString(text(record.key())),
                    failure.attempts(),
                    atRedrive,
                    failure.kind(),
                    now.toEpochMilli());
        }

        /** An operator redrives or discards a dead letter. */
        private void operate(Event event) {
            if (!letters.contains(event.id)) {
                return;
            }
            if (random.nextInt(4) == 0) {
                letters.remove(event.id);
                model.discard(event.id);
            } else {
                event.redrive = Optional.of(
                        new Redrive(event.redrive.map(Redrive::count).orElse(0) + 1, now, Math.max(1, event.attempts)));
                event.underWay = true;
                model.redrive(event.id);
            }
        }

        /** Records that say nothing to the router. */
        private void disturb() {
            String kind =
                    List.of("passage", "heartbeat", "unheard-of", "outcome").get(random.nextInt(4));
            retry.pipeInput(
                    new TestRecord<>(bytes("any"), bytes("{}"), new RecordHeaders().add(Control.HEADER, bytes(kind))));
        }

        /** Time passes, and the router looks for what is due as often as it does. */
        private void pass(int checks) {
            for (int i = 0; i < checks; i++) {
                advance(CHECK);
            }
        }

        /** Time jumps. */
        private void advance(Duration by) {
            driver.advanceWallClockTime(by);
            now = now.plus(by);
            due.readRecordsToList().forEach(this::redelivered);
            model.waiting()
                    .forEach((id, waiting) -> assertThat(waiting.latest())
                            .as("%s: %s is overdue", name, id)
                            .isGreaterThan(now.toEpochMilli()));
        }

        private void redelivered(TestRecord<byte[], byte[]> record) {
            UUID id = UUID.fromString(text(record.key()));
            RetryModel.Waiting waited =
                    model.deliver(id).orElseThrow(() -> new AssertionError(name + ": did not wait"));
            assertThat(now.toEpochMilli()).as(name).isGreaterThanOrEqualTo(waited.earliest());
            assertThat(header(record, FailureHeaders.ATTEMPTS)).as(name).isEqualTo(Integer.toString(waited.attempts()));
            events.stream().filter(event -> event.id.equals(id)).forEach(event -> event.underWay = true);
        }

        /** Compares what is stored and what is open with the model. */
        void check() {
            for (TestRecord<byte[], byte[]> record : deadLetters.readRecordsToList()) {
                UUID id = UUID.fromString(text(record.key()));
                if (record.value() == null) {
                    letters.remove(id);
                } else {
                    letters.add(id);
                }
            }
            assertThat(letters).as(name).isEqualTo(model.open());
            Map<UUID, Integer> stored = new HashMap<>();
            contents(events())
                    .forEach(entry -> stored.put(
                            UUID.fromString(entry.key),
                            FailureHeaders.decode(HeaderText.read(entry.value.headers()))
                                    .orElseThrow()
                                    .attempts()));
            Map<UUID, Integer> expected = new HashMap<>();
            model.waiting().forEach((id, waiting) -> expected.put(id, waiting.attempts()));
            assertThat(stored).as(name).isEqualTo(expected);
            assertThat(contents(index()).stream()
                            .map(entry -> DueKey.of(entry.key).id()))
                    .as("%s: one due time for each that waits", name)
                    .containsExactlyInAnyOrderElementsOf(expected.keySet());
        }

        /** Lets the sink finish everything: then nothing waits, and every event is dead or closed. */
        void settle() {
            for (int i = 0; i < 10 * EVENTS; i++) {
                events.stream().filter(event -> event.underWay).forEach(event -> {
                    event.underWay = false;
                    end(event);
                });
                advance(Duration.ofSeconds(30));
                check();
                if (model.waiting().isEmpty() && events.stream().noneMatch(event -> event.underWay)) {
                    return;
                }
            }
            throw new AssertionError(name + ": some events never come to an end");
        }

        /** What a restart does: a new topology whose stores hold what the changelogs hold. */
        private void restart() {
            var waiting = contents(events());
            var dueTimes = contents(index());
            check();
            driver.close();
            open();
            events().putAll(waiting);
            index().putAll(dueTimes);
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

        @Override
        public void close() {
            driver.close();
        }
    }

    /** Hears nothing. */
    private static final class Deaf implements RetryObserver {
        @Override
        public void received() {}

        @Override
        public void redelivered(Duration late) {}

        @Override
        public void deadLettered(RetryDecision.Reason reason) {}

        @Override
        public void ended(Outcome.Result result) {}

        @Override
        public void waiting(String task, long events) {}
    }
}
