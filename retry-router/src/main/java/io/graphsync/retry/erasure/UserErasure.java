package io.graphsync.retry.erasure;

import io.graphsync.outbox.topic.TopicNames;
import io.graphsync.retry.letters.AuditCodec;
import io.graphsync.retry.letters.Letter;
import io.graphsync.retry.letters.LetterFilter;
import io.graphsync.retry.letters.LetterWriter;
import io.graphsync.retry.letters.Letters;
import io.graphsync.retry.letters.Operation;
import io.graphsync.retry.letters.Pace;
import io.graphsync.retry.letters.TopicReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Erases one user from PostgreSQL, and from Kafka what is kept of the user's events. The graph follows the deleted rows
 * as it follows every other change.
 *
 * <p>The order is what makes it safe to break off anywhere and to run again: the rows go first, with a note of what they
 * were; their events' records only when the graph has the deletes and the source will send nothing older again; the note
 * goes last. One thread. Methods throw {@link ErasureException} where PostgreSQL can't be asked, and
 * {@link io.graphsync.retry.letters.LettersException} where Kafka can't.
 */
public final class UserErasure implements AutoCloseable {
    /** What the audit topic calls an erasure. */
    public static final String COMMAND = "erase user";

    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
    private static final int KEYS_A_TRANSACTION = 500;
    private static final int RECORDS_A_WORD = 10_000;
    private static final int LETTERS_A_SECOND = 500;

    private final ErasureSettings settings;
    private final UUID user;
    private final ErasureRows rows;
    private final TopicNames names;

    private UserErasure(ErasureSettings settings, UUID user, ErasureRows rows) {
        this.settings = settings;
        this.user = user;
        this.rows = rows;
        this.names = settings.kafka().names();
    }

    /** Connects to PostgreSQL; Kafka is asked when it is needed. */
    public static UserErasure open(ErasureSettings settings, UUID user) {
        return new UserErasure(settings, user, ErasureRows.open(settings.database()));
    }

    /** Returns the users whose erasure was begun, by this command or by an application, and is not finished. */
    public static List<Erasure> unfinished(ErasureSettings settings) {
        try (ErasureRows rows = ErasureRows.open(settings.database())) {
            return rows.unfinished(Optional.empty());
        }
    }

    /** Looks everywhere; changes nothing. */
    public Traces find(Consumer<String> progress) {
        List<Erasure> erasures = new ArrayList<>(rows.unfinished(Optional.of(user)));
        erasures.add(rows.wanted(user));
        TopicTraces topics = scan(erasures, progress);
        return new Traces(
                rows.count(user),
                rows.countEvents(user, erasures, passed -> progress.accept("went through " + passed + " outbox rows")),
                topics.keys().size(),
                topics.superseded(),
                topics.letters().size(),
                topics.waiting(),
                topics.mentions(),
                elements(erasures));
    }

    /** How an erasure ended. */
    public sealed interface End {
        /** Nothing is left that could be taken away now. */
        record Finished(long outboxRows, long records, long letters, Set<String> elements) implements End {}

        /** Broken off; the next call goes on. */
        record Unfinished(String awaited) implements End {}

        /** Some of the deletes are dead letters. */
        record DeadLetters(long count) implements End {}
    }

    /**
     * Erases the user, or goes on with an erasure that was broken off.
     *
     * @param timeout how long to wait for the graph and for the source
     * @param stop asked now and then
     * @param progress is told what is done and what is awaited
     */
    public End erase(Operation operation, Duration timeout, BooleanSupplier stop, Consumer<String> progress)
            throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        RowTraces found = rows.count(user);
        if (found.hasRows() || found.unfinished() == 0) {
            rows.request(user);
        }
        List<Erasure> erasures = rows.unfinished(Optional.of(user));
        Optional<String> awaited = awaitGraph(erasures, deadline, stop, progress);
        if (awaited.isPresent()) {
            return new End.Unfinished(awaited.get());
        }
        long dead = deletes(erasures).dead();
        if (dead > 0) {
            return new End.DeadLetters(dead);
        }
        awaited = awaitSlot(rows.walPosition(), deadline, stop, progress);
        if (awaited.isPresent()) {
            return new End.Unfinished(awaited.get());
        }
        TopicTraces topics = scan(erasures, progress);
        if (!discard(topics.letters(), operation, stop) || !empty(topics.keys(), operation, stop)) {
            return new End.Unfinished("the operator");
        }
        long outboxRows =
                rows.deleteEvents(user, erasures, passed -> progress.accept("went through " + passed + " outbox rows"));
        rows.finish(erasures);
        return new End.Finished(
                outboxRows, topics.keys().size(), topics.letters().size(), elements(erasures));
    }

    private Optional<String> awaitGraph(
            List<Erasure> erasures, long deadline, BooleanSupplier stop, Consumer<String> progress)
            throws InterruptedException {
        while (true) {
            boolean passed = erasures.stream().allMatch(rows::isPassed);
            DeleteProgress deletes = deletes(erasures);
            if (passed && deletes.underWay() == 0) {
                return Optional.empty();
            }
            String awaited = passed
                    ? deletes.underWay() + " deletes that are tried again"
                    : "the graph, which has " + deletes.done() + " of "
                            + (deletes.done() + deletes.underWay() + deletes.dead()) + " deletes";
            if (stop.getAsBoolean() || System.nanoTime() > deadline) {
                return Optional.of(awaited);
            }
            progress.accept("waiting for " + awaited);
            TimeUnit.NANOSECONDS.sleep(LOOK_AGAIN.toNanos());
        }
    }

    private DeleteProgress deletes(List<Erasure> erasures) {
        return erasures.stream().map(rows::deletes).reduce(DeleteProgress.NONE, DeleteProgress::and);
    }

    /** A source that starts anew sends again what the slot has not confirmed; nothing of that may come after our end. */
    private Optional<String> awaitSlot(String position, long deadline, BooleanSupplier stop, Consumer<String> progress)
            throws InterruptedException {
        while (!rows.isConfirmed(settings.slot(), position)) {
            String awaited = "the replication slot " + settings.slot() + ", which has not confirmed " + position;
            if (stop.getAsBoolean() || System.nanoTime() > deadline) {
                return Optional.of(awaited);
            }
            progress.accept("waiting for " + awaited);
            TimeUnit.NANOSECONDS.sleep(LOOK_AGAIN.toNanos());
        }
        return Optional.empty();
    }

    private TopicTraces scan(List<Erasure> erasures, Consumer<String> progress) {
        TopicScan scan = new TopicScan(new Subject(user, erasures), names);
        List<String> topics = new ArrayList<>();
        settings.catalog().topics().forEach(topic -> topics.add(names.events(topic)));
        topics.addAll(List.of(names.retry(), names.retryDue(), names.deadLetters()));
        try (TopicReader<byte[]> reader = TopicReader.open(settings.kafka(), ByteArrayDeserializer.class, topics)) {
            reader.seekToBeginning();
            reader.readAll(record -> {
                scan.add(record);
                if (scan.read() % RECORDS_A_WORD == 0) {
                    progress.accept("read " + scan.read() + " records");
                }
            });
        }
        return scan.traces();
    }

    private boolean discard(Set<String> ids, Operation operation, BooleanSupplier stop) {
        if (ids.isEmpty()) {
            return true;
        }
        try (Letters letters = Letters.open(settings.kafka())) {
            List<Letter> found = letters.find(LetterFilter.ids(ids));
            return letters.discard(found, operation, new Pace(LETTERS_A_SECOND), stop, done -> {})
                    .whole();
        }
    }

    /** Puts a record without a value behind each key, in the partition where it was found. */
    private boolean empty(List<EventKey> keys, Operation operation, BooleanSupplier stop) {
        try (LetterWriter writer = new LetterWriter(settings.kafka())) {
            for (int from = 0; from < keys.size(); from += KEYS_A_TRANSACTION) {
                if (stop.getAsBoolean()) {
                    return false;
                }
                List<EventKey> step = keys.subList(from, Math.min(keys.size(), from + KEYS_A_TRANSACTION));
                writer.write(step.stream().map(UserErasure::tombstone).toList());
            }
            writer.write(List.of(audit(operation)));
            return true;
        }
    }

    private static ProducerRecord<byte[], byte[]> tombstone(EventKey key) {
        return new ProducerRecord<>(key.topic(), key.partition(), key.key().getBytes(StandardCharsets.UTF_8), null);
    }

    private ProducerRecord<byte[], byte[]> audit(Operation operation) {
        byte[] value = AuditCodec.encode(operation, List.of(user.toString()), Instant.now());
        return new ProducerRecord<>(names.audit(), operation.id().toString().getBytes(StandardCharsets.UTF_8), value);
    }

    private static Set<String> elements(List<Erasure> erasures) {
        Set<String> elements = new HashSet<>();
        erasures.forEach(erasure -> {
            erasure.conversations().forEach(id -> elements.add("conversation:" + id));
            erasure.messages().forEach(id -> elements.add("message:" + id));
        });
        return elements;
    }

    @Override
    public void close() {
        rows.close();
    }
}
