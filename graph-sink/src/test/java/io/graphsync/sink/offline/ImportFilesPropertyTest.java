package io.graphsync.sink.offline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.graphsync.sink.mapping.MappedEvent;
import io.graphsync.sink.model.GraphModel;
import io.graphsync.sink.model.RandomHistory;
import io.graphsync.sink.model.SampleEvent;
import io.graphsync.sink.offline.EventStore.Use;
import io.graphsync.sink.outage.StopSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files hold the graph of the model. Repeat one round with {@code -Dgraphsync.seed=}. */
class ImportFilesPropertyTest {
    private static final int ROUNDS = Integer.getInteger("graphsync.rounds", 40);
    private static final int EVENTS = 200;
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T.*Z");
    private static final UUID JOB = UUID.randomUUID();

    @TempDir
    Path directory;

    @Test
    void any_order_and_number_of_events_gives_the_files_of_the_model() throws Exception {
        List<Long> seeds = RandomHistory.seeds(ROUNDS);
        for (long seed : seeds) {
            Path round = Files.createDirectories(directory.resolve(Long.toString(seed)));
            RandomHistory history = new RandomHistory(seed);
            List<SampleEvent> events = history.events(EVENTS);
            List<List<SampleEvent>> deliveries = history.deliveries(events);
            int killedAfter = new Random(seed).nextInt(deliveries.size() + 1);

            collect(round, deliveries.subList(0, killedAfter));
            collect(round, deliveries.subList(killedAfter, deliveries.size()));
            stopHalfWay(round);
            ObjectNode manifest = write(round, new StopSignal()).orElseThrow();

            assertThat(facts(round))
                    .as("repeat with -Dgraphsync.seed=%s", seed)
                    .containsExactlyElementsOf(GraphModel.of(events));
            assertThat(ImportFiles.manifest(round, JOB).orElseThrow()).hasToString(manifest.toString());
            assertThat(ImportFiles.manifest(round, UUID.randomUUID())).isEmpty();
        }
    }

    private void collect(Path round, List<List<SampleEvent>> batches) throws IOException {
        try (EventStore store = EventStore.open(round.resolve("events"), Use.ADD)) {
            for (List<SampleEvent> batch : batches) {
                store.add(batch.stream()
                        .map(this::map)
                        .map(StoredEntry::of)
                        .flatMap(Optional::stream)
                        .toList());
                store.sync();
            }
        }
    }

    /** What a stopped attempt wrote is written anew. */
    private static void stopHalfWay(Path round) throws IOException {
        StopSignal stop = new StopSignal();
        stop.request();
        assertThat(write(round, stop)).isEmpty();
        assertThat(ImportFiles.manifest(round, JOB)).isEmpty();
    }

    private static Optional<ObjectNode> write(Path round, StopSignal stop) throws IOException {
        try (EventStore store = EventStore.open(round.resolve("events"), Use.READ)) {
            return new ImportFiles(round, stop, written -> {}).write(store, JOB);
        }
    }

    private MappedEvent map(SampleEvent event) {
        return event.mapped();
    }

    private static SortedSet<String> facts(Path round) throws IOException {
        SortedSet<String> facts = new TreeSet<>();
        add(facts, round, "users", "(:User {id: %s})");
        add(
                facts,
                round,
                "conversations",
                "(:Conversation {id: %s, title: %s, updated_at: %s, seq: %s, title_seq: %s})");
        add(facts, round, "messages", "(:Message {id: %s, type: %s, created_at: %s, seq: %s})");
        add(facts, round, "topics", "(:Topic {name: %s})");
        add(facts, round, "sub_topics", "(:SubTopic {name: %s})");
        add(facts, round, "tombstones", "(:GraphsyncTombstone {key: %s, seq: %s, deleted_at: %s})");
        add(facts, round, "owns", "(:User %s)-[:OWNS]->(:Conversation %s)");
        add(facts, round, "has_message", "(:Conversation %s)-[:HAS_MESSAGE]->(:Message %s)");
        add(facts, round, "has_topic", "(:Conversation %s)-[:HAS_TOPIC {topic: %s, sub_topic: %s}]->(:Topic %s)");
        add(facts, round, "has_subtopic", "(:Topic %s)-[:HAS_SUBTOPIC]->(:SubTopic %s)");
        add(
                facts,
                round,
                "gave_feedback",
                "(:User %s)-[:GAVE_FEEDBACK {type: %s, score: %s, at: %s, seq: %s}]->(:Message %s)");
        return facts;
    }

    private static void add(SortedSet<String> facts, Path round, String file, String format) throws IOException {
        try (CsvReader<CsvRecord> rows = CsvReader.builder().ofCsvRecord(round.resolve(file + ".csv"))) {
            rows.stream().skip(1).forEach(row -> {
                String fact = String.format(
                        Locale.ROOT, format, file.equals("gave_feedback") ? withScore(values(row)) : values(row));
                while (!facts.add(fact)) {
                    fact = fact + " once more";
                }
            });
        }
    }

    /** Times and numbers as the model spells them. */
    private static Object[] values(CsvRecord row) {
        return row.getFields().stream()
                .map(value -> switch (value) {
                    case "" -> "null";
                    case String time
                    when TIME.matcher(time).matches() -> Instant.parse(time).toString();
                    default -> value;
                })
                .toArray();
    }

    private static Object[] withScore(Object[] values) {
        values[2] = values[2].equals("null") ? "null" : Double.parseDouble(values[2].toString());
        return values;
    }
}
