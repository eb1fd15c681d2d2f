package io.graphsync.retry.letters;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters of a pipeline, or of any topic into which Spring for Apache Kafka or Kafka Connect put theirs. Reads
 * committed records alone; keeps no payload. One thread. Every method throws {@link LettersException} where Kafka can't be
 * asked.
 */
public final class Letters implements AutoCloseable {
    /** What the audit topic calls a redrive. */
    public static final String REDRIVE = "dlt redrive";

    private final LetterSettings settings;
    private final String topic;
    private final InstantSource clock;
    private final TopicReader<Integer> reader;
    private final LetterWriter writer;
    private LetterSet set;
    private @Nullable TopicReader<byte[]> contents;
    private @Nullable TopicReader<Integer> follower;

    private Letters(LetterSettings settings, String topic, TopicReader<Integer> reader) {
        this.settings = settings;
        this.topic = topic;
        this.clock = InstantSource.system();
        this.reader = reader;
        this.writer = new LetterWriter(settings);
        this.set = new LetterSet(isForeign(), LetterFilter.ALL);
    }

    /** Opens the pipeline's own dead letters. */
    public static Letters open(LetterSettings settings) {
        return open(settings, settings.names().deadLetters());
    }

    /** Opens the dead letters of a topic. */
    public static Letters open(LetterSettings settings, String topic) {
        return new Letters(settings, topic, TopicReader.open(settings, ValueSize.class, List.of(topic)));
    }

    /** The topic's name. */
    public String topic() {
        return topic;
    }

    /** Whether the topic is another program's: then its letters can't be closed, and their outcome is not known. */
    public boolean isForeign() {
        return !topic.equals(settings.names().deadLetters());
    }

    /** Returns the open letters that are meant, the oldest failure first. */
    public List<Letter> find(LetterFilter filter) {
        set = new LetterSet(isForeign(), filter);
        reader.seekToBeginning();
        reader.readToEnd(set::add);
        return set.letters();
    }

    /** Returns a letter with its payload, empty where it is gone. */
    public Optional<LetterContent> content(Letter letter) {
        return Optional.ofNullable(contents(List.of(letter)).get(letter));
    }

    /** Returns letters with their payloads; those that are gone are left out. The caller bounds their size. */
    public Map<Letter, LetterContent> contents(Collection<Letter> letters) {
        Map<TopicPartition, TreeMap<Long, Letter>> wanted = new HashMap<>();
        letters.forEach(letter -> wanted.computeIfAbsent(letter.position().topicPartition(), any -> new TreeMap<>())
                .put(letter.position().offset(), letter));
        TopicReader<byte[]> open =
                contents == null ? TopicReader.open(settings, ByteArrayDeserializer.class, List.of(topic)) : contents;
        contents = open;
        Map<Letter, LetterContent> found = new HashMap<>();
        wanted.forEach((partition, byOffset) ->
                open.read(partition, byOffset.firstKey(), byOffset.lastKey(), record -> {
                    Letter letter = byOffset.get(record.offset());
                    if (letter != null && record.value() != null) {
                        found.put(letter, new LetterContent(letter, record.key(), record.value(), record.headers()));
                    }
                }));
        return found;
    }

    /** Remembers from where {@link #follow} has to read. To be called before letters are found that it shall follow. */
    public void followFromHere() {
        TopicReader<Integer> opened = follower == null
                ? TopicReader.open(
                        settings, ValueSize.class, List.of(settings.names().retry(), topic))
                : follower;
        follower = opened;
        opened.seekToEnd();
    }

    /** Decides what is redriven. */
    public RedrivePlan plan(List<Letter> letters, RedrivePlan.Bounds bounds) {
        Set<String> before = isForeign() ? redrivenBefore() : Set.of();
        RedrivePlan.Bounds known = new RedrivePlan.Bounds(
                bounds.limit(),
                bounds.maxRedrives(),
                bounds.again(),
                bounds.memory(),
                bounds.inFlightTimeout(),
                before);
        return RedrivePlan.of(letters, known, clock.instant());
    }

    /** Another program's topic takes no marks from us: the audit topic remembers. */
    private Set<String> redrivenBefore() {
        Set<String> ids = new HashSet<>();
        String audit = settings.names().audit();
        try (TopicReader<byte[]> records = TopicReader.open(settings, ByteArrayDeserializer.class, List.of(audit))) {
            records.seekToBeginning();
            records.readToEnd(record -> {
                if (record.value() != null) {
                    ids.addAll(AuditCodec.redriven(record.value(), REDRIVE, topic));
                }
            });
        }
        return ids;
    }

    /**
     * Sends the chosen letters' events on their way again, in transactions of at most 100 letters, each with its record in
     * the audit topic. Letters that changed since they were found are left alone.
     *
     * @param stop asked between transactions
     * @param progress is told how many are done
     */
    public Moved redrive(
            List<Letter> chosen, Operation operation, Pace pace, BooleanSupplier stop, IntConsumer progress) {
        return move(chosen, operation, pace, stop, progress, this::redriven);
    }

    /** Closes letters: their events are given up. Only in the pipeline's own topic. */
    public Moved discard(
            List<Letter> chosen, Operation operation, Pace pace, BooleanSupplier stop, IntConsumer progress) {
        if (isForeign()) {
            throw new IllegalStateException("letters of another program are its own to close: " + topic);
        }
        return move(chosen, operation, pace, stop, progress, (letters, skipped) -> {
            Map<Letter, List<ProducerRecord<byte[], byte[]>>> records = new LinkedHashMap<>();
            letters.forEach(letter -> records.put(letter, List.of(LetterRecords.discard(settings.names(), letter))));
            return records;
        });
    }

    /** Notes in the audit topic that somebody saw the payloads of letters. */
    public void audit(Operation operation, Collection<Letter> letters) {
        writer.write(List.of(auditRecord(operation, letters)));
    }

    /** Turns a chunk of letters into records, and notes which of them can't be moved after all. */
    private interface Move {
        Map<Letter, List<ProducerRecord<byte[], byte[]>>> records(
                List<Letter> letters, Map<Letter, RedrivePlan.Skip> skipped);
    }

    private Moved move(
            List<Letter> chosen,
            Operation operation,
            Pace pace,
            BooleanSupplier stop,
            IntConsumer progress,
            Move move) {
        List<Letter> moved = new ArrayList<>();
        Map<Letter, RedrivePlan.Skip> skipped = new LinkedHashMap<>();
        long start = System.nanoTime();
        for (List<Letter> chunk : pace.chunks(chosen)) {
            pace.await(moved.size(), start, stop);
            if (stop.getAsBoolean()) {
                return new Moved(moved, skipped, false);
            }
            reader.readToEnd(set::add);
            List<Letter> current = new ArrayList<>();
            for (Letter letter : chunk) {
                if (set.isCurrent(letter)) {
                    current.add(letter);
                } else {
                    skipped.put(letter, RedrivePlan.Skip.CHANGED);
                }
            }
            Map<Letter, List<ProducerRecord<byte[], byte[]>>> records = move.records(current, skipped);
            if (!records.isEmpty()) {
                List<ProducerRecord<byte[], byte[]>> transaction = new ArrayList<>();
                records.values().forEach(transaction::addAll);
                transaction.add(auditRecord(operation, records.keySet()));
                writer.write(transaction);
                moved.addAll(records.keySet());
            }
            progress.accept(moved.size());
        }
        return new Moved(moved, skipped, true);
    }

    private Map<Letter, List<ProducerRecord<byte[], byte[]>>> redriven(
            List<Letter> letters, Map<Letter, RedrivePlan.Skip> skipped) {
        Map<Letter, LetterContent> found = contents(letters);
        Map<Letter, List<ProducerRecord<byte[], byte[]>>> records = new LinkedHashMap<>();
        for (Letter letter : letters) {
            LetterContent content = found.get(letter);
            if (content == null) {
                skipped.put(letter, RedrivePlan.Skip.CHANGED);
                continue;
            }
            List<ProducerRecord<byte[], byte[]>> made = isForeign()
                    ? LetterRecords.redriveToOrigin(content, reader::partitionCount, clock.instant())
                    : LetterRecords.redrive(settings.names(), content, clock.instant());
            if (made.isEmpty()) {
                skipped.put(letter, RedrivePlan.Skip.NO_ORIGIN);
            } else if (made.stream().allMatch(LetterRecords::fits)) {
                records.put(letter, made);
            } else {
                skipped.put(letter, RedrivePlan.Skip.TOO_LARGE);
            }
        }
        return records;
    }

    private ProducerRecord<byte[], byte[]> auditRecord(Operation operation, Collection<Letter> letters) {
        Instant now = clock.instant();
        List<String> ids = letters.stream().map(Letter::id).toList();
        return new ProducerRecord<>(
                settings.names().audit(),
                operation.id().toString().getBytes(StandardCharsets.UTF_8),
                AuditCodec.encode(operation, ids, now));
    }

    /**
     * Waits for the end of letters that were redriven with this object, or before and found in flight, after
     * {@link #followFromHere}. Only in the pipeline's own topic.
     *
     * @param timeout after which those that are left are given as in flight
     * @param stop asked about five times a second
     * @param progress is told how many came to an end
     */
    public FollowUp follow(
            Collection<Letter> redriven, Duration timeout, BooleanSupplier stop, Consumer<FollowUp> progress) {
        TopicReader<Integer> from = follower;
        FollowUp followUp = new FollowUp(settings.names(), redriven);
        if (from == null) {
            throw new IllegalStateException("followFromHere was not called");
        }
        long end = System.nanoTime() + timeout.toNanos();
        while (!followUp.isOver() && !stop.getAsBoolean() && System.nanoTime() < end) {
            from.read(Duration.ofMillis(200), followUp::add);
            progress.accept(followUp);
        }
        return followUp;
    }

    @Override
    public void close() {
        reader.close();
        writer.close();
        if (contents != null) {
            contents.close();
        }
        if (follower != null) {
            follower.close();
        }
    }
}
