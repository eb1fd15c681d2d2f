package io.graphsync.retry.writeback;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.outbox.event.Failure;
import io.graphsync.outbox.event.FailureHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutcomeMapperTest {
    private static final UUID ID = new UUID(1, 2);

    @Test
    void a_letter_tells_attempts_code_and_message() {
        assertThat(OutcomeMapper.map(List.of(letter(ID.toString(), "no such label"))))
                .containsExactly(new OutboxOutcome.DeadLettered(ID, 10, "Neo.X: no such label"));
    }

    @Test
    void the_newest_record_of_an_event_counts() {
        assertThat(OutcomeMapper.map(List.of(letter(ID.toString(), "first"), tombstone())))
                .containsExactly(new OutboxOutcome.Closed(ID));
        assertThat(OutcomeMapper.map(List.of(tombstone(), letter(ID.toString(), "again"))))
                .containsExactly(new OutboxOutcome.DeadLettered(ID, 10, "Neo.X: again"));
    }

    @Test
    void a_letter_without_a_failure_is_written_all_the_same() {
        assertThat(OutcomeMapper.map(List.of(record(ID.toString(), new byte[0]))))
                .containsExactly(
                        new OutboxOutcome.DeadLettered(ID, 0, "the dead letter does not tell how the event failed"));
    }

    @Test
    void a_letter_whose_key_is_no_event_id_belongs_to_no_row() {
        assertThat(OutcomeMapper.map(List.of(letter("graphsync.retry-0@3", "x"), letter(null, "x"))))
                .isEmpty();
    }

    @Test
    void an_error_is_cut_and_cleaned_so_that_postgresql_takes_it() {
        String hostile = "\u0000\ud83d" + "\ud83d\ude00".repeat(2_000);

        OutboxOutcome outcome =
                OutcomeMapper.map(List.of(letter(ID.toString(), hostile))).getFirst();

        assertThat(outcome).isInstanceOfSatisfying(OutboxOutcome.DeadLettered.class, letter -> {
            assertThat(letter.lastError()).hasSizeBetween(1_990, 2_000).doesNotContain("\u0000");
            assertThat(letter.lastError().codePoints()).noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
        });
    }

    private static ConsumerRecord<byte[], byte[]> letter(@Nullable String key, String message) {
        ConsumerRecord<byte[], byte[]> record = record(key, new byte[] {'{', '}'});
        Failure failure = new Failure(
                Failure.Stage.SINK,
                Failure.Kind.TRANSIENT,
                "Neo.X",
                message,
                10,
                Instant.EPOCH,
                Instant.EPOCH,
                "graphsync.events.message-0@1");
        FailureHeaders.encode(failure)
                .forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        return record;
    }

    private static ConsumerRecord<byte[], byte[]> tombstone() {
        return record(ID.toString(), null);
    }

    private static ConsumerRecord<byte[], byte[]> record(@Nullable String key, byte @Nullable [] value) {
        return new ConsumerRecord<>(
                "graphsync.dlt", 0, 0, key == null ? null : key.getBytes(StandardCharsets.UTF_8), value);
    }
}
