package io.graphsync.retry.writeback;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.outbox.event.EventHeaders;
import io.graphsync.outbox.event.Failure;
import io.graphsync.outbox.event.FailureHeaders;
import io.graphsync.outbox.progress.Control;
import io.graphsync.outbox.progress.Heartbeat;
import io.graphsync.outbox.progress.Outcome;
import io.graphsync.outbox.progress.Passage;
import io.graphsync.outbox.progress.ProgressCodec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordMapperTest {
    private static final UUID ID = new UUID(1, 2);
    private static final OptionalLong NO_XID = OptionalLong.empty();
    private static final byte[] PAYLOAD = {'{', '}'};

    @Test
    void a_letter_tells_attempts_code_and_message() {
        assertThat(RecordMapper.ofDeadLetters(failed(ID.toString(), "no such label")))
                .isEqualTo(changed(10, RowStatus.DEADLETTER, "Neo.X: no such label"));
    }

    @Test
    void a_failure_waits_for_another_try() {
        assertThat(RecordMapper.ofRetry(failed(ID.toString(), "away")))
                .isEqualTo(changed(10, RowStatus.PROCESSING, "Neo.X: away"));
    }

    @Test
    void an_outcome_ends_it() {
        ConsumerRecord<byte[], byte[]> record = record(ID.toString(), PAYLOAD);
        add(record, new Outcome(ID, Outcome.Result.SUPERSEDED, 4).headers());

        assertThat(RecordMapper.ofRetry(record)).isEqualTo(changed(4, RowStatus.DONE, null));
    }

    @Test
    void a_tombstone_ends_it_with_or_without_attempts() {
        ConsumerRecord<byte[], byte[]> told = record(ID.toString(), null);
        add(told, Map.of(FailureHeaders.ATTEMPTS, "4"));

        assertThat(RecordMapper.ofDeadLetters(told)).isEqualTo(changed(4, RowStatus.DONE, null));
        assertThat(RecordMapper.ofDeadLetters(record(ID.toString(), null))).isEqualTo(new Said.Closed(ID));
    }

    @Test
    void a_passage_tells_of_the_partition_that_it_was_read_from() {
        Passage passage = new Passage(Map.of("message-0", new Heartbeat(3, Instant.EPOCH, "1:1:", 1)));
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(
                "graphsync.retry", 5, 0, bytes("graphsync.passage"), ProgressCodec.encode(passage));
        add(record, Map.of(Control.HEADER, Control.PASSAGE.text()));

        assertThat(RecordMapper.ofRetry(record)).isEqualTo(new Said.Passed(5, passage));
    }

    @Test
    void what_is_not_known_or_not_readable_says_nothing() {
        for (String kind : List.of("passage", "outcome", "heartbeat", "later")) {
            ConsumerRecord<byte[], byte[]> record = record(ID.toString(), bytes("nonsense"));
            add(record, Map.of(Control.HEADER, kind));
            assertThat(RecordMapper.ofRetry(record)).isEqualTo(Said.NOTHING);
        }
        assertThat(RecordMapper.ofRetry(record(ID.toString(), PAYLOAD))).isEqualTo(Said.NOTHING);
        assertThat(RecordMapper.ofRetry(record(null, null))).isEqualTo(Said.NOTHING);
    }

    @Test
    void a_letter_without_a_failure_is_written_all_the_same() {
        assertThat(RecordMapper.ofDeadLetters(record(ID.toString(), new byte[0])))
                .isEqualTo(changed(0, RowStatus.DEADLETTER, "the dead letter does not tell how the event failed"));
    }

    @Test
    void a_letter_whose_key_is_no_event_id_belongs_to_no_row() {
        assertThat(RecordMapper.ofDeadLetters(failed("graphsync.retry-0@3", "x")))
                .isEqualTo(Said.NOTHING);
        assertThat(RecordMapper.ofDeadLetters(failed(null, "x"))).isEqualTo(Said.NOTHING);
    }

    @Test
    void an_error_is_cut_and_cleaned_so_that_postgresql_takes_it() {
        String hostile = "\u0000\ud83d" + "\ud83d\ude00".repeat(2_000);

        Said said = RecordMapper.ofDeadLetters(failed(ID.toString(), hostile));

        assertThat(said).isInstanceOfSatisfying(Said.Changed.class, changed -> {
            String error = changed.change().lastError().orElseThrow();
            assertThat(error).hasSizeBetween(1_990, 2_000).doesNotContain("\u0000");
            assertThat(error.codePoints()).noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
        });
    }

    @Test
    void a_change_tells_the_transaction_that_wrote_the_row_whatever_it_is_merged_with() {
        ConsumerRecord<byte[], byte[]> letter = failed(ID.toString(), "x");
        add(letter, Map.of(EventHeaders.XID, "745"));
        PendingWrites pending = new PendingWrites();

        pending.add(RecordMapper.ofDeadLetters(letter), 1);
        pending.add(changed(11, RowStatus.DONE, null), 1);

        assertThat(pending.changes()).extracting(StatusChange::xid).containsExactly(OptionalLong.of(745));
    }

    @Test
    void within_a_batch_the_higher_change_counts_and_keeps_the_last_error() {
        PendingWrites pending = new PendingWrites();
        pending.add(changed(2, RowStatus.PROCESSING, "e2"), 1);
        pending.add(changed(2, RowStatus.DONE, null), 1);
        pending.add(changed(1, RowStatus.DEADLETTER, "e1"), 1);

        assertThat(pending.changes())
                .containsExactly(new StatusChange(ID, 2, RowStatus.DONE, NO_XID, Optional.of("e2")));
    }

    @Test
    void within_a_batch_a_closed_letter_is_done_and_one_that_is_open_again_is_dead() {
        PendingWrites pending = new PendingWrites();
        pending.add(changed(2, RowStatus.DEADLETTER, "e2"), 1);
        pending.add(new Said.Closed(ID), 1);
        assertThat(pending.changes())
                .containsExactly(new StatusChange(ID, 2, RowStatus.DONE, NO_XID, Optional.of("e2")));
        assertThat(pending.closed()).containsExactly(ID);

        pending.add(changed(3, RowStatus.DEADLETTER, "e3"), 1);
        assertThat(pending.changes())
                .containsExactly(new StatusChange(ID, 3, RowStatus.DEADLETTER, NO_XID, Optional.of("e3")));
        assertThat(pending.closed()).isEmpty();
    }

    private static Said.Changed changed(int attempts, RowStatus status, @Nullable String error) {
        return new Said.Changed(new StatusChange(ID, attempts, status, NO_XID, Optional.ofNullable(error)));
    }

    private static ConsumerRecord<byte[], byte[]> failed(@Nullable String key, String message) {
        ConsumerRecord<byte[], byte[]> record = record(key, PAYLOAD);
        Failure failure = new Failure(
                Failure.Stage.SINK,
                Failure.Kind.TRANSIENT,
                "Neo.X",
                message,
                10,
                Instant.EPOCH,
                Instant.EPOCH,
                "graphsync.events.message-0@1");
        add(record, FailureHeaders.encode(failure));
        return record;
    }

    private static void add(ConsumerRecord<byte[], byte[]> record, Map<String, String> headers) {
        headers.forEach((name, text) -> record.headers().add(name, bytes(text)));
    }

    private static ConsumerRecord<byte[], byte[]> record(@Nullable String key, byte @Nullable [] value) {
        return new ConsumerRecord<>("any", 0, 0, key == null ? null : bytes(key), value);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
