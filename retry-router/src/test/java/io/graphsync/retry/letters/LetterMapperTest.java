package io.graphsync.retry.letters;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.outbox.event.EventHeaders;
import io.graphsync.outbox.event.Failure;
import io.graphsync.outbox.event.FailureHeaders;
import io.graphsync.outbox.event.Redrive;
import io.graphsync.outbox.progress.Outcome;
import io.graphsync.outbox.topic.TopicNames;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LetterMapperTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String ID = new UUID(1, 2).toString();
    private static final TopicNames NAMES = new TopicNames("test");
    private static final RedrivePlan.Bounds BOUNDS =
            new RedrivePlan.Bounds(10, 2, false, Duration.ofDays(30), Duration.ofMinutes(15), Set.of());

    @Test
    void a_letter_of_ours_tells_everything() {
        Letter letter = LetterMapper.map(own(ID, 3, Map.of()));

        assertThat(letter.id()).isEqualTo(ID);
        assertThat(letter.format()).isEqualTo(Letter.Format.GRAPHSYNC);
        assertThat(letter.eventType()).hasValue("message_upsert");
        assertThat(letter.seq()).hasValue(42L);
        assertThat(letter.reason()).isEqualTo("Neo.X");
        assertThat(letter.cause()).isEqualTo("no such label");
        assertThat(letter.attempts()).isEqualTo(3);
        assertThat(letter.origin().text()).isEqualTo("test.events.message-0@7");
        assertThat(letter.payloadBytes()).isEqualTo(5);
        assertThat(letter.inFlight()).isFalse();
    }

    @Test
    void a_letter_is_in_flight_until_it_fails_more_often_than_before_its_redrive() {
        Map<String, String> redriven = new Redrive(1, NOW, 3).headers();

        assertThat(LetterMapper.map(own(ID, 3, redriven)).inFlight()).isTrue();
        assertThat(LetterMapper.map(own(ID, 4, redriven)).inFlight()).isFalse();
        assertThat(LetterMapper.map(own(ID, 4, redriven)).redrives()).isEqualTo(1);
    }

    @Test
    void letters_of_spring_tell_their_origin_in_bytes() {
        ConsumerRecord<byte[], Integer> record = record("k", 5, Map.of("kafka_dlt-original-topic", "orders"));
        record.headers()
                .add(
                        "kafka_dlt-original-partition",
                        ByteBuffer.allocate(4).putInt(3).array())
                .add(
                        "kafka_dlt-original-offset",
                        ByteBuffer.allocate(8).putLong(99).array())
                .add("kafka_dlt-exception-fqcn", bytes("o.s.ListenerExecutionFailedException"))
                .add("kafka_dlt-exception-cause-fqcn", bytes("java.io.IOException"))
                .add("kafka_dlt-exception-message", bytes("disk\nfull"));

        Letter letter = LetterMapper.map(record);

        assertThat(letter.format()).isEqualTo(Letter.Format.SPRING);
        assertThat(letter.id()).isEqualTo("any-2@9");
        assertThat(letter.reason()).isEqualTo("java.io.IOException");
        assertThat(letter.origin()).isEqualTo(new Letter.Origin("orders-3@99", Optional.of("orders"), Optional.of(3)));
    }

    @Test
    void letters_of_connect_tell_their_origin_as_text() {
        Letter letter = LetterMapper.map(record(
                null,
                5,
                Map.of(
                        "__connect.errors.topic", "orders",
                        "__connect.errors.partition", "3",
                        "__connect.errors.offset", "nonsense",
                        "__connect.errors.connector.name", "neo4j-sink",
                        "__connect.errors.task.id", "0",
                        "__connect.errors.stage", "VALUE_CONVERTER",
                        "__connect.errors.exception.class.name", "o.a.k.c.e.DataException",
                        "__connect.errors.exception.message", "not JSON")));

        assertThat(letter.format()).isEqualTo(Letter.Format.CONNECT);
        assertThat(letter.origin()).isEqualTo(new Letter.Origin("orders-3", Optional.of("orders"), Optional.of(3)));
        assertThat(letter.cause()).isEqualTo("neo4j-sink-0 VALUE_CONVERTER: not JSON");
    }

    @Test
    void a_record_that_tells_nothing_is_a_letter_all_the_same() {
        Letter letter = LetterMapper.map(record(null, 5, Map.of()));

        assertThat(letter.format()).isEqualTo(Letter.Format.UNKNOWN);
        assertThat(RedrivePlan.of(List.of(letter), BOUNDS, NOW).skipped())
                .containsEntry(letter, RedrivePlan.Skip.NO_ORIGIN);
    }

    @Test
    void the_newest_record_of_a_key_counts_and_one_without_a_value_closes_it() {
        LetterFilter filter = new LetterFilter(
                Set.of(),
                Optional.of("Neo"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(false));
        LetterSet set = new LetterSet(false, filter);
        set.add(own(ID, 1, Map.of()));
        set.add(own(new UUID(3, 4).toString(), 1, Map.of()));
        Letter first = set.find(ID).orElseThrow();
        assertThat(set.letters()).hasSize(2);
        assertThat(set.isCurrent(first)).isTrue();

        set.add(own(ID, 1, new Redrive(1, NOW, 1).headers()));
        assertThat(set.letters()).as("in flight, so it is not meant any more").hasSize(1);
        assertThat(set.isCurrent(first)).isFalse();

        set.add(record(new UUID(3, 4).toString(), -1, Map.of()));
        assertThat(set.letters()).isEmpty();
    }

    @Test
    void a_plan_tells_why_letters_are_left_alone() {
        Letter fresh = LetterMapper.map(own(ID, 3, Map.of()));
        Letter flying = LetterMapper.map(own(ID, 3, new Redrive(1, NOW.minusSeconds(60), 3).headers()));
        Letter lost = LetterMapper.map(own(ID, 3, new Redrive(1, NOW.minusSeconds(3600), 3).headers()));
        Letter worn = LetterMapper.map(own(ID, 7, new Redrive(2, NOW, 3).headers()));
        Letter empty = LetterMapper.map(record(ID, 0, headers(ID, 1)));

        String committed = NOW.minus(Duration.ofDays(31)).toString();
        Letter old = LetterMapper.map(own(ID, 3, Map.of(EventHeaders.COMMITTED_AT, committed)));

        RedrivePlan plan = RedrivePlan.of(List.of(fresh, flying, lost, worn, empty, old), BOUNDS, NOW);

        assertThat(plan.chosen()).containsExactly(fresh, lost);
        assertThat(plan.skipped())
                .isEqualTo(Map.of(
                        flying, RedrivePlan.Skip.IN_FLIGHT,
                        worn, RedrivePlan.Skip.QUARANTINED,
                        old, RedrivePlan.Skip.TOO_OLD,
                        empty, RedrivePlan.Skip.NO_PAYLOAD));
        RedrivePlan.Bounds again =
                new RedrivePlan.Bounds(1, 3, true, Duration.ofDays(30), Duration.ofMinutes(15), Set.of());
        assertThat(RedrivePlan.of(List.of(flying, worn), again, NOW).chosen()).containsExactly(flying);
    }

    @Test
    void a_letter_is_followed_until_it_is_closed_or_dead_again() {
        Letter letter = LetterMapper.map(own(ID, 3, Map.of()));
        FollowUp followUp = new FollowUp(NAMES, List.of(letter));

        followUp.add(in(NAMES.deadLetters(), own(ID, 3, new Redrive(1, NOW, 3).headers())));
        followUp.add(in(NAMES.retry(), own(ID, 3, Map.of())));
        assertThat(followUp.counts()).isEqualTo(Map.of(FollowUp.End.IN_FLIGHT, 1));

        followUp.add(in(NAMES.retry(), own(ID, 4, Map.of())));
        assertThat(followUp.counts()).isEqualTo(Map.of(FollowUp.End.RETRYING, 1));

        Outcome outcome = new Outcome(UUID.fromString(ID), Outcome.Result.APPLIED, 4);
        followUp.add(in(NAMES.retry(), record(ID, 2, outcome.headers())));
        assertThat(followUp.counts()).isEqualTo(Map.of(FollowUp.End.APPLIED, 1));
        assertThat(followUp.isOver()).as("the letter is still open").isFalse();

        followUp.add(in(NAMES.deadLetters(), record(ID, -1, Map.of(Outcome.RESULT, "applied"))));
        assertThat(followUp.isOver()).isTrue();
    }

    @Test
    void a_followed_letter_may_die_again_or_be_closed_by_somebody() {
        Letter letter = LetterMapper.map(own(ID, 3, Map.of()));
        FollowUp dead = new FollowUp(NAMES, List.of(letter));
        dead.add(in(NAMES.deadLetters(), own(ID, 4, new Redrive(1, NOW, 3).headers())));
        FollowUp closed = new FollowUp(NAMES, List.of(letter));
        closed.add(in(NAMES.deadLetters(), record(ID, -1, Map.of(Outcome.RESULT, LetterRecords.DISCARDED))));

        assertThat(dead.isOver()).isTrue();
        assertThat(dead.counts()).isEqualTo(Map.of(FollowUp.End.FAILED_AGAIN, 1));
        assertThat(dead.reasons()).isEqualTo(Map.of("Neo.X", 1));
        assertThat(closed.counts()).isEqualTo(Map.of(FollowUp.End.CLOSED, 1));
    }

    private static ConsumerRecord<byte[], Integer> own(String id, int attempts, Map<String, String> more) {
        Map<String, String> headers = headers(id, attempts);
        headers.putAll(more);
        return record(id, 5, headers);
    }

    private static Map<String, String> headers(String id, int attempts) {
        Map<String, String> headers = new HashMap<>(FailureHeaders.encode(new Failure(
                Failure.Stage.SINK,
                Failure.Kind.TRANSIENT,
                "Neo.X",
                "no such label",
                attempts,
                NOW.minusSeconds(60),
                NOW,
                "test.events.message-0@7")));
        headers.put(EventHeaders.ID, id);
        headers.put(EventHeaders.TYPE, "message_upsert");
        headers.put(EventHeaders.SEQ, "42");
        headers.put(EventHeaders.COMMITTED_AT, NOW.minusSeconds(3600).toString());
        return headers;
    }

    private static ConsumerRecord<byte[], Integer> record(@Nullable String key, int size, Map<String, String> headers) {
        return record("any", key == null ? null : bytes(key), size, headers);
    }

    private static ConsumerRecord<byte[], Integer> in(String topic, ConsumerRecord<byte[], Integer> record) {
        return record(topic, record.key(), record.serializedValueSize(), LetterMapper.texts(record.headers()));
    }

    private static ConsumerRecord<byte[], Integer> record(
            String topic, byte @Nullable [] key, int size, Map<String, String> headers) {
        RecordHeaders made = new RecordHeaders();
        headers.forEach((name, text) -> made.add(name, bytes(text)));
        return new ConsumerRecord<>(
                topic, 2, 9L, 0L, TimestampType.CREATE_TIME, 0, size, key, size, made, Optional.empty());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
