package io.graphsync.sink.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.graphsync.sink.consume.BatchLimits;
import io.graphsync.sink.consume.Records;
import io.graphsync.sink.model.BuiltInTypes;
import io.graphsync.sink.model.RandomHistory;
import io.graphsync.sink.model.SampleEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Several readers read each event once, from every checkpoint. Repeat one round with {@code -Dgraphsync.seed=}. */
class TopicReplayTest {
    private static final int ROUNDS = Integer.getInteger("graphsync.rounds", 40);
    private static final List<String> TOPICS = List.of("first", "second");

    @Test
    void what_stands_behind_a_checkpoint_is_read_once_and_nothing_else() throws Exception {
        for (long seed : RandomHistory.seeds(ROUNDS)) {
            Random random = new Random(seed);
            Map<TopicPartition, Long> ends = ends(random);
            List<Window<Long>> windows = windows(random, ends, JsonNodeFactory.instance.objectNode());

            assertThat(events(windows)).as(repeat(seed)).containsExactlyInAnyOrderElementsOf(events(ends));
            assertThat(windows.stream().map(Window::part).distinct())
                    .as(repeat(seed))
                    .isSubsetOf(TOPICS)
                    .isSorted();
            if (!windows.isEmpty()) {
                int kept = random.nextInt(windows.size());
                List<Window<Long>> others =
                        windows(random, ends, windows.get(kept).checkpoint());
                List<Long> all = new ArrayList<>(events(windows.subList(0, kept + 1)));
                all.addAll(events(others));
                assertThat(all).as(repeat(seed)).containsExactlyInAnyOrderElementsOf(events(ends));
            }
        }
    }

    @Test
    void the_first_windows_are_small_so_that_writing_begins() throws Exception {
        TopicPartition partition = new TopicPartition("first", 0);
        Map<TopicPartition, Long> ends = Map.of(partition, 1_000L);

        List<Window<Long>> windows =
                windows(List.of(reader(ends, 1)), ends, JsonNodeFactory.instance.objectNode(), 320);

        assertThat(windows.stream().map(Window::records)).containsExactly(20L, 40L, 80L, 160L, 320L, 320L, 60L);
    }

    @Test
    void a_broker_that_is_back_is_no_longer_waited_for() throws Exception {
        Map<TopicPartition, Long> ends = Map.of(new TopicPartition("first", 0), 2L);
        RebuildProgress progress = new RebuildProgress(0, JsonNodeFactory.instance.objectNode());
        List<String> told = new ArrayList<>();
        Topics broker = new Topics(ends, 1);
        try (PartitionReader<Long> reader = new PartitionReader<>(broker, mapping(), progress, Duration.ZERO)) {
            reader.assign(ends, Map.of());
            broker.pause(ends.keySet());
            broker.schedulePollTask(() -> told.add(progress.activity()));
            broker.schedulePollTask(() -> {
                told.add(progress.activity());
                broker.resume(ends.keySet());
            });
            reader.read(new BatchLimits(2, 1L << 20));
            told.add(progress.activity());
        }

        assertThat(told).containsExactly("running", "waiting(kafka)", "running");
    }

    @Test
    void records_that_newer_ones_cover_do_not_count_as_events_of_a_window() throws Exception {
        try (PartitionReader<Long> reader = readerOf(100, 2, 10)) {
            PartitionReader.Read<Long> some = reader.read(new BatchLimits(6, 1L << 20));
            PartitionReader.Read<Long> large = reader.read(new BatchLimits(1_000, 1));

            assertThat(events(some)).containsExactly(9L, 10L, 19L, 20L, 29L, 30L);
            assertThat(some.positions()).containsExactly(Map.entry(new TopicPartition("first", 0), 30L));
            assertThat(large.records()).isEqualTo(10);
        }
    }

    @Test
    void a_window_ends_however_few_elements_its_records_are_of() throws Exception {
        try (PartitionReader<Long> reader = readerOf(1_000, 1, 100)) {
            assertThat(reader.read(new BatchLimits(10, 1L << 20)).records()).isEqualTo(200);
        }
    }

    /** Of a partition that tells of a few conversations again and again, in turns. */
    private PartitionReader<Long> readerOf(int records, int conversations, int mostPolled) {
        TopicPartition partition = new TopicPartition("first", 0);
        MockConsumer<byte[], byte[]> topic = new MockConsumer<>("earliest");
        topic.setMaxPollRecords(mostPolled);
        topic.updateBeginningOffsets(Map.of(partition, 0L));
        RebuildProgress progress = new RebuildProgress(0, JsonNodeFactory.instance.objectNode());
        PartitionReader<Long> reader = new PartitionReader<>(topic, mapping(), progress, PartitionReader.LONG_SILENCE);
        reader.assign(Map.of(partition, (long) records), Map.of());
        for (long offset = 0; offset < records; offset++) {
            String id = new UUID(0, offset % conversations).toString();
            SampleEvent event = SampleEvent.conversation(1 + offset, id, "u", "title", "topic", "sub topic");
            byte[] key = event.mapped().element().getBytes(StandardCharsets.UTF_8);
            topic.addRecord(Records.record(partition, offset, key, event.headers(), event.json()));
        }
        return reader;
    }

    private static List<Long> events(PartitionReader.Read<Long> read) {
        return read.mapped().stream().flatMap(one -> one.event().stream()).toList();
    }

    private RecordMapping<Long> mapping() {
        return new RecordMapping<>(BuiltInTypes.MAPPER, event -> Optional.of(event.seq()));
    }

    private static String repeat(long seed) {
        return "repeat with -Dgraphsync.seed=" + seed;
    }

    private static Map<TopicPartition, Long> ends(Random random) {
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (String topic : TOPICS) {
            int partitions = random.nextInt(5);
            IntStream.range(0, partitions)
                    .forEach(partition -> ends.put(new TopicPartition(topic, partition), random.nextLong(60)));
        }
        return ends;
    }

    /** Each event's version is unlike all others. */
    private static long version(TopicPartition partition, long offset) {
        return 1 + TOPICS.indexOf(partition.topic()) * 100_000 + partition.partition() * 1_000 + offset;
    }

    private static List<Long> events(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .flatMap(end -> LongStream.range(0, end.getValue()).mapToObj(offset -> version(end.getKey(), offset)))
                .toList();
    }

    private static List<Long> events(List<Window<Long>> windows) {
        return windows.stream().flatMap(window -> window.events().stream()).toList();
    }

    private List<Window<Long>> windows(Random random, Map<TopicPartition, Long> ends, JsonNode checkpoint)
            throws InterruptedException {
        int most = 1 + random.nextInt(20);
        List<PartitionReader<Long>> readers = Stream.generate(() -> reader(ends, most))
                .limit(1 + random.nextInt(3))
                .toList();
        return windows(readers, ends, checkpoint, most);
    }

    private PartitionReader<Long> reader(Map<TopicPartition, Long> ends, int mostPolled) {
        RebuildProgress progress = new RebuildProgress(0, JsonNodeFactory.instance.objectNode());
        return new PartitionReader<>(new Topics(ends, mostPolled), mapping(), progress, PartitionReader.LONG_SILENCE);
    }

    private static List<Window<Long>> windows(
            List<PartitionReader<Long>> readers, Map<TopicPartition, Long> ends, JsonNode checkpoint, int most)
            throws InterruptedException {
        List<Window<Long>> windows = new ArrayList<>();
        try (TopicReplay<Long> replay =
                new TopicReplay<>(readers, TOPICS, ends, checkpoint, new BatchLimits(most, 1L << 20))) {
            for (Optional<Window<Long>> window = replay.next(); window.isPresent(); window = replay.next()) {
                windows.add(window.get());
            }
        }
        return windows;
    }

    /** Has in each partition the events up to its end, and some that came later. */
    private static final class Topics extends MockConsumer<byte[], byte[]> {
        private static final int LATER = 3;

        private final Map<TopicPartition, Long> ends;

        Topics(Map<TopicPartition, Long> ends, int most) {
            super("earliest");
            this.ends = ends;
            setMaxPollRecords(most);
        }

        @Override
        public synchronized void assign(Collection<TopicPartition> partitions) {
            super.assign(partitions);
            for (TopicPartition partition : partitions) {
                updateBeginningOffsets(Map.of(partition, 0L));
                for (long offset = 0; offset < ends.getOrDefault(partition, 0L) + LATER; offset++) {
                    SampleEvent event = SampleEvent.message(
                            version(partition, offset),
                            UUID.randomUUID().toString(),
                            UUID.randomUUID().toString(),
                            "user");
                    byte[] key = Long.toString(event.seq()).getBytes(StandardCharsets.UTF_8);
                    addRecord(Records.record(partition, offset, key, event.headers(), event.json()));
                }
            }
        }
    }
}
