package io.graphsync.sink.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.outbox.event.EventHeaders;
import io.graphsync.outbox.event.Failure;
import io.graphsync.outbox.event.FailureHeaders;
import io.graphsync.outbox.event.Redrive;
import io.graphsync.outbox.progress.Outcome;
import io.graphsync.sink.model.SampleEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class LetterTest {
    private static final TopicPartition DUE = new TopicPartition("p.retry.due", 1);
    private static final Instant NOW = Instant.parse("2026-05-06T07:08:09Z");
    private static final Instant BEFORE = Instant.parse("2026-05-05T07:08:09Z");

    private final SampleEvent event = SampleEvent.conversationDelete(3, new UUID(1, 2).toString());
    private final Redrive redrive = new Redrive(2, BEFORE, 10);

    @Test
    void a_redriven_event_that_fails_again_keeps_its_redrives_origin_and_attempts() {
        Map<String, String> headers = new HashMap<>(event.headers());
        headers.putAll(FailureHeaders.encode(new Failure(
                Failure.Stage.SINK, Failure.Kind.POISON, "c", "m", 11, BEFORE, BEFORE, "p.events.conversation-0@7")));
        headers.putAll(redrive.headers());

        ProducerRecord<byte[], byte[]> letter = Letter.of(
                "p.retry", Records.record(DUE, 5, headers, event.json()), Failure.Kind.POISON, "code", "message", NOW);

        Map<String, String> carried = Records.headers(letter);
        Failure failure = FailureHeaders.decode(carried).orElseThrow();
        assertThat(Redrive.of(carried)).contains(redrive);
        assertThat(failure.attempts()).isEqualTo(12);
        assertThat(failure.origin()).isEqualTo("p.events.conversation-0@7");
        assertThat(failure.firstFailedAt()).isEqualTo(BEFORE);
        assertThat(failure.lastFailedAt()).isEqualTo(NOW);
        assertThat(carried).containsAllEntriesOf(Map.of(EventHeaders.SEQ, "3", EventHeaders.TYPE, event.type()));
    }

    @Test
    void an_outcome_tells_how_many_deliveries_failed_before_and_goes_where_the_failures_are() {
        UUID id = UUID.fromString(event.headers().get(EventHeaders.ID));
        Map<String, String> headers = new HashMap<>(event.headers());
        headers.putAll(FailureHeaders.encode(
                new Failure(Failure.Stage.SINK, Failure.Kind.TRANSIENT, "c", "m", 4, BEFORE, BEFORE, "o-0@7")));

        ProducerRecord<byte[], byte[]> outcome =
                Letter.outcome("p.retry", Records.record(DUE, 5, headers, event.json()), id, Outcome.Result.SUPERSEDED);
        ProducerRecord<byte[], byte[]> letter =
                Letter.of("p.retry", Records.record(DUE, 5, headers, event.json()), Failure.Kind.POISON, "c", "m", NOW);

        assertThat(Outcome.of(Records.headers(outcome))).contains(new Outcome(id, Outcome.Result.SUPERSEDED, 4));
        assertThat(outcome.key()).isEqualTo(letter.key());
        assertThat(new String(outcome.value(), StandardCharsets.UTF_8)).isEqualTo("{}");
    }

    @Test
    void an_outcome_of_an_event_that_tells_of_no_failure_counts_one() {
        UUID id = new UUID(3, 4);

        ProducerRecord<byte[], byte[]> outcome =
                Letter.outcome("p.retry", Records.event(DUE, 5, event), id, Outcome.Result.APPLIED);

        assertThat(Outcome.of(Records.headers(outcome)))
                .isEqualTo(Optional.of(new Outcome(id, Outcome.Result.APPLIED, 1)));
    }
}
