package io.graphsync.sink.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.outbox.event.EventHeaders;
import io.graphsync.outbox.type.EventTypeReader;
import io.graphsync.sink.mapping.EventMapper;
import io.graphsync.sink.mapping.MappedEvent;
import io.graphsync.sink.mapping.TemplateCatalog;
import io.graphsync.sink.model.GraphModel;
import io.graphsync.sink.model.RandomHistory;
import io.graphsync.sink.model.SampleEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is left out changes nothing. Repeat one round with {@code -Dgraphsync.seed=}. */
class RecordMappingTest {
    private static final int ROUNDS = 200;
    private static final int EVENTS = 150;
    private static final String ID = "00000000-0000-0000-0000-000000000001";

    private final EventMapper mapper =
            new EventMapper(TemplateCatalog.load(EventTypeReader.builtIn(), Optional.empty()));
    private final RecordMapping<MappedEvent> mapping = new RecordMapping<>(mapper, Optional::of);

    @Test
    void the_events_that_are_left_give_the_graph_of_all() {
        Long only = Long.getLong("graphsync.seed");
        List<Long> seeds = only == null ? new Random().longs(ROUNDS).boxed().toList() : List.of(only);
        int left = 0;

        for (long seed : seeds) {
            List<SampleEvent> events = new RandomHistory(seed).events(EVENTS);
            List<SampleEvent> mapped = mapped(events);

            left += mapped.size();
            assertThat(GraphModel.of(mapped))
                    .as("repeat with -Dgraphsync.seed=%s", seed)
                    .containsExactlyElementsOf(GraphModel.of(events));
        }

        assertThat(left).isLessThan(seeds.size() * EVENTS * 19 / 20);
    }

    @Test
    void of_events_that_say_all_the_newest_is_left_wherever_it_stands() {
        SampleEvent newest = whole(3);

        assertThat(mapped(List.of(whole(1), newest, whole(2)))).containsExactly(newest);
    }

    @Test
    void a_title_outlives_a_newer_event_that_says_nothing_of_it() {
        SampleEvent titled = SampleEvent.conversation(1, ID, "u", "title", "topic", "sub topic");
        SampleEvent silent = SampleEvent.conversation(2, ID, "u", null, "topic", "sub topic");

        assertThat(mapped(List.of(titled, silent))).containsExactlyInAnyOrder(titled, silent);
    }

    @Test
    void events_of_another_type_or_of_no_key_are_all_left() {
        SampleEvent deleted = SampleEvent.conversationDelete(2, ID);

        assertThat(mapped(List.of(whole(1), deleted, whole(3)))).containsExactlyInAnyOrder(deleted, whole(3));
        assertThat(mapping.map(List.of(record(whole(1), null), record(whole(3), null))))
                .hasSize(2);
    }

    @Test
    void an_event_without_a_version_is_refused_beside_one_that_says_all() {
        ConsumerRecord<byte[], byte[]> broken = record(whole(1), ID);
        broken.headers().remove(EventHeaders.SEQ);

        List<Prepared<MappedEvent>> prepared = mapping.map(List.of(broken, record(whole(2), ID)));

        assertThat(prepared).filteredOn(one -> one.event().isPresent()).hasSize(1);
        assertThat(prepared)
                .filteredOn(one -> one.refused().isPresent())
                .singleElement()
                .satisfies(
                        one -> assertThat(one.refused().orElseThrow().message()).contains(EventHeaders.SEQ));
    }

    @Test
    void a_newest_event_that_cannot_be_applied_leaves_the_older_ones() {
        ConsumerRecord<byte[], byte[]> broken = record(whole(2), ID, "{}");

        List<Prepared<MappedEvent>> prepared = mapping.map(List.of(record(whole(1), ID), broken));

        assertThat(prepared).filteredOn(one -> one.event().isPresent()).hasSize(1);
        assertThat(prepared).filteredOn(one -> one.refused().isPresent()).hasSize(1);
    }

    private static SampleEvent whole(long seq) {
        return SampleEvent.conversation(seq, ID, "u", "title " + seq, "topic", "sub topic");
    }

    private List<SampleEvent> mapped(List<SampleEvent> events) {
        Map<Long, SampleEvent> bySeq = new HashMap<>();
        events.forEach(event -> bySeq.put(event.seq(), event));
        List<SampleEvent> mapped = new ArrayList<>();
        for (Prepared<MappedEvent> prepared :
                mapping.map(events.stream().map(this::record).toList())) {
            mapped.add(
                    Optional.ofNullable(bySeq.get(prepared.event().orElseThrow().seq()))
                            .orElseThrow());
        }
        return mapped;
    }

    /** With the key that the source gives it. */
    private ConsumerRecord<byte[], byte[]> record(SampleEvent event) {
        EventMapper.Mapping mapped = mapper.map(event.headers(), event.json().getBytes(StandardCharsets.UTF_8));
        return record(event, ((EventMapper.Mapping.Mapped) mapped).event().element());
    }

    private static ConsumerRecord<byte[], byte[]> record(SampleEvent event, @Nullable String key) {
        return record(event, key, event.json());
    }

    private static ConsumerRecord<byte[], byte[]> record(SampleEvent event, @Nullable String key, String value) {
        Headers headers = new RecordHeaders();
        event.headers().forEach((name, text) -> headers.add(name, text.getBytes(StandardCharsets.UTF_8)));
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return new ConsumerRecord<>(
                "topic",
                0,
                event.seq(),
                0,
                TimestampType.CREATE_TIME,
                ConsumerRecord.NULL_SIZE,
                bytes.length,
                key == null ? null : key.getBytes(StandardCharsets.UTF_8),
                bytes,
                headers,
                Optional.empty());
    }
}
