package io.graphsync.sink.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.outbox.event.EventHeaders;
import io.graphsync.sink.consume.Records;
import io.graphsync.sink.mapping.MappedEvent;
import io.graphsync.sink.model.BuiltInTypes;
import io.graphsync.sink.model.SampleEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is left out changes nothing. Repeat one round with {@code -Dgraphsync.seed=}. */
class RecordMappingTest {
    private static final String ID = "00000000-0000-0000-0000-000000000001";

    private final RecordMapping<MappedEvent> mapping = new RecordMapping<>(BuiltInTypes.MAPPER, Optional::of);

    @Test
    void the_events_that_are_left_give_the_graph_of_all() {
        Reduction.Count count = Reduction.requireSameGraph(this::mapped);

        assertThat(count.left()).isLessThan(count.all() * 19 / 20);
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
        assertThat(map(List.of(record(whole(1), null), record(whole(3), null)))).hasSize(2);
    }

    @Test
    void an_event_without_a_version_is_refused_beside_one_that_says_all() {
        ConsumerRecord<byte[], byte[]> broken = record(whole(1), ID);
        broken.headers().remove(EventHeaders.SEQ);

        List<Prepared<MappedEvent>> prepared = map(List.of(broken, record(whole(2), ID)));

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

        List<Prepared<MappedEvent>> prepared = map(List.of(record(whole(1), ID), broken));

        assertThat(prepared).filteredOn(one -> one.event().isPresent()).hasSize(1);
        assertThat(prepared).filteredOn(one -> one.refused().isPresent()).hasSize(1);
    }

    private static SampleEvent whole(long seq) {
        return SampleEvent.conversation(seq, ID, "u", "title " + seq, "topic", "sub topic");
    }

    private List<Prepared<MappedEvent>> map(List<ConsumerRecord<byte[], byte[]>> records) {
        List<Prepared<MappedEvent>> mapped = new ArrayList<>();
        mapping.map(records, (record, prepared) -> mapped.add(prepared));
        return mapped;
    }

    private List<SampleEvent> mapped(List<SampleEvent> events) {
        List<Prepared<MappedEvent>> prepared =
                map(events.stream().map(this::record).toList());
        return Reduction.samples(
                events, prepared.stream().map(one -> one.event().orElseThrow()).toList());
    }

    /** With the key that the source gives it. */
    private ConsumerRecord<byte[], byte[]> record(SampleEvent event) {
        return record(event, event.mapped().element());
    }

    private static ConsumerRecord<byte[], byte[]> record(SampleEvent event, @Nullable String key) {
        return record(event, key, event.json());
    }

    private static ConsumerRecord<byte[], byte[]> record(SampleEvent event, @Nullable String key, String value) {
        byte @Nullable [] bytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
        return Records.record(new TopicPartition("topic", 0), event.seq(), bytes, event.headers(), value);
    }
}
