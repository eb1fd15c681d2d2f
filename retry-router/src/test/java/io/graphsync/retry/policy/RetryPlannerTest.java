package io.graphsync.retry.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.outbox.event.EventHeaders;
import io.graphsync.outbox.event.Failure;
import io.graphsync.outbox.event.FailureHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RetryPlannerTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final UUID ID = UUID.fromString("0b8a3a52-6d0e-4f0e-9e57-0d4f3b5d7a01");
    private static final String POSITION = "graphsync.retry-2@17";
    private static final OptionalInt NOT_WAITING = OptionalInt.empty();

    private final RetryPlanner planner = new RetryPlanner(RetryPolicies.of(RetryPolicy.DEFAULT));

    @Test
    void a_transient_failure_is_due_after_its_backoff() {
        RetryDecision decision = planner.decide(delivery(failed(3, Failure.Kind.TRANSIENT)), NOT_WAITING, NOW);

        assertThat(decision).isInstanceOfSatisfying(RetryDecision.RedeliverAt.class, redeliver -> {
            assertThat(redeliver.eventId()).isEqualTo(ID);
            assertThat(redeliver.attempts()).isEqualTo(3);
            assertThat(Duration.between(NOW, redeliver.due()))
                    .isBetween(Duration.ofMillis(3_200), Duration.ofMillis(4_800));
        });
    }

    @Test
    void the_last_attempt_makes_a_dead_letter_that_keeps_its_cause() {
        Failure last = failed(10, Failure.Kind.TRANSIENT);

        assertThat(planner.decide(delivery(failed(9, Failure.Kind.TRANSIENT)), NOT_WAITING, NOW))
                .isInstanceOf(RetryDecision.RedeliverAt.class);
        assertThat(planner.decide(delivery(last), NOT_WAITING, NOW))
                .isEqualTo(new RetryDecision.DeadLetter(ID.toString(), RetryDecision.Reason.EXHAUSTED, last));
    }

    @Test
    void poison_is_a_dead_letter_at_once() {
        Failure poison = failed(1, Failure.Kind.POISON);

        assertThat(planner.decide(delivery(poison), OptionalInt.of(5), NOW))
                .isEqualTo(new RetryDecision.DeadLetter(ID.toString(), RetryDecision.Reason.POISON, poison));
    }

    @Test
    void a_duplicate_starts_no_second_timer_and_a_later_failure_does() {
        FailedDelivery second = delivery(failed(2, Failure.Kind.TRANSIENT));

        assertThat(planner.decide(second, OptionalInt.of(2), NOW)).isEqualTo(new RetryDecision.AlreadyWaiting(ID));
        assertThat(planner.decide(second, OptionalInt.of(3), NOW)).isEqualTo(new RetryDecision.AlreadyWaiting(ID));
        assertThat(planner.decide(second, OptionalInt.of(1), NOW)).isInstanceOf(RetryDecision.RedeliverAt.class);
    }

    @Test
    void a_record_without_failure_headers_is_a_dead_letter_that_says_so() {
        RetryDecision decision = planner.decide(
                FailedDelivery.read(Optional.of("junk"), Map.of(EventHeaders.ID, ID.toString()), true, POSITION, NOW),
                NOT_WAITING,
                NOW);

        assertUnreadable(decision, ID.toString(), RetryPlanner.UNREADABLE_FAILURE, "there are none");
    }

    @Test
    void malformed_failure_headers_are_quoted_in_the_dead_letter() {
        Map<String, String> headers = headers(failed(1, Failure.Kind.TRANSIENT));
        headers.put(FailureHeaders.ATTEMPTS, "many\u0000\nx".repeat(1_000));

        RetryDecision decision =
                planner.decide(FailedDelivery.read(Optional.empty(), headers, true, POSITION, NOW), NOT_WAITING, NOW);

        assertUnreadable(
                decision,
                ID.toString(),
                RetryPlanner.UNREADABLE_FAILURE,
                "graphsync.failure.attempts='many\\u0000\\u000ax");
    }

    @Test
    void an_event_without_a_readable_id_is_kept_under_its_position() {
        Map<String, String> headers = headers(failed(1, Failure.Kind.TRANSIENT));
        headers.put(EventHeaders.ID, "no uuid");

        RetryDecision decision = planner.decide(
                FailedDelivery.read(Optional.of("nor this"), headers, true, POSITION, NOW), NOT_WAITING, NOW);

        assertUnreadable(decision, POSITION, Failure.INVALID_EVENT, EventHeaders.ID);
    }

    @Test
    void the_key_names_the_event_where_the_header_does_not() {
        Map<String, String> headers = headers(failed(1, Failure.Kind.TRANSIENT));
        headers.remove(EventHeaders.ID);

        RetryDecision decision = planner.decide(
                FailedDelivery.read(Optional.of(ID.toString()), headers, true, POSITION, NOW), NOT_WAITING, NOW);

        assertThat(decision)
                .isInstanceOfSatisfying(
                        RetryDecision.RedeliverAt.class,
                        redeliver -> assertThat(redeliver.eventId()).isEqualTo(ID));
    }

    @Test
    void an_event_without_payload_is_not_delivered_again() {
        RetryDecision decision = planner.decide(
                FailedDelivery.read(Optional.empty(), headers(failed(1, Failure.Kind.TRANSIENT)), false, POSITION, NOW),
                NOT_WAITING,
                NOW);

        assertUnreadable(decision, ID.toString(), Failure.INVALID_EVENT, "payload is missing");
    }

    private static void assertUnreadable(RetryDecision decision, String key, String code, String message) {
        assertThat(decision).isInstanceOfSatisfying(RetryDecision.DeadLetter.class, letter -> {
            assertThat(letter.reason()).isEqualTo(RetryDecision.Reason.UNREADABLE);
            assertThat(letter.key()).isEqualTo(key);
            assertThat(letter.failure().code()).isEqualTo(code);
            assertThat(letter.failure().kind()).isEqualTo(Failure.Kind.POISON);
            assertThat(letter.failure().message()).contains(message);
        });
    }

    private static FailedDelivery delivery(Failure failure) {
        return FailedDelivery.read(Optional.of(ID.toString()), headers(failure), true, POSITION, NOW);
    }

    private static Map<String, String> headers(Failure failure) {
        Map<String, String> headers = new HashMap<>(FailureHeaders.encode(failure));
        headers.put(EventHeaders.ID, ID.toString());
        return headers;
    }

    private static Failure failed(int attempts, Failure.Kind kind) {
        return new Failure(
                Failure.Stage.SINK,
                kind,
                "Neo.TransientError.Transaction.DeadlockDetected",
                "deadlock",
                attempts,
                NOW.minusSeconds(60),
                NOW,
                "graphsync.events.message-1@9");
    }
}
