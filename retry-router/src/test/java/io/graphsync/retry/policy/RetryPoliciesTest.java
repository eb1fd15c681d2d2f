package io.graphsync.retry.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.outbox.event.EventHeaders;
import io.graphsync.outbox.event.Failure;
import io.graphsync.outbox.event.FailureHeaders;
import io.graphsync.outbox.event.Redrive;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RetryPoliciesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final UUID ID = new UUID(3, 4);

    private final RetryPolicies policies = read(Map.of(
            "retry.policy.feedback.max.attempts", "3",
            "retry.policy.feedback.jitter", "0",
            "retry.code.Neo.TransientError.max.attempts", "50",
            "retry.code.Neo.TransientError.Transaction.max.attempts", "60",
            "retry.code.graphsync.unknown-event-type.max.attempts", "4"));

    @Test
    void what_nothing_is_said_of_has_the_common_policy() {
        assertThat(policies.policy("message_upsert", failure("Neo.DatabaseError.X", Failure.Kind.TRANSIENT)))
                .isEqualTo(RetryPolicy.DEFAULT);
        assertThat(policies.policy("message_upsert", failure("", Failure.Kind.TRANSIENT)))
                .isEqualTo(RetryPolicy.DEFAULT);
    }

    @Test
    void the_longest_beginning_of_the_code_counts_and_a_type_fills_in_the_rest() {
        RetryPolicy policy =
                policies.policy("feedback", failure("Neo.TransientError.Transaction.Outdated", Failure.Kind.TRANSIENT));

        assertThat(policy.maxAttempts()).isEqualTo(60);
        assertThat(policy.jitter()).isZero();
        assertThat(policies.policy("feedback", failure("Neo.TransientErrors", Failure.Kind.TRANSIENT))
                        .maxAttempts())
                .isEqualTo(3);
        assertThat(policies.policy("x", failure("Neo.TransientError", Failure.Kind.TRANSIENT))
                        .maxAttempts())
                .isEqualTo(50);
    }

    @Test
    void poison_is_tried_again_where_its_code_has_a_policy() {
        RetryPlanner planner = new RetryPlanner(policies);

        assertThat(decide(planner, 3, "graphsync.unknown-event-type")).isInstanceOf(RetryDecision.RedeliverAt.class);
        assertThat(decide(planner, 4, "graphsync.unknown-event-type"))
                .isInstanceOfSatisfying(
                        RetryDecision.DeadLetter.class,
                        letter -> assertThat(letter.reason()).isEqualTo(RetryDecision.Reason.EXHAUSTED));
        assertThat(decide(planner, 1, "graphsync.invalid-event"))
                .isInstanceOfSatisfying(
                        RetryDecision.DeadLetter.class,
                        letter -> assertThat(letter.reason()).isEqualTo(RetryDecision.Reason.POISON));
    }

    @Test
    void attempts_count_from_the_last_redrive() {
        RetryPlanner planner = new RetryPlanner(RetryPolicies.of(RetryPolicy.DEFAULT));
        Map<String, String> headers = new HashMap<>(new Redrive(2, NOW, 20).headers());

        assertThat(decide(planner, 29, Failure.Kind.TRANSIENT, "x", headers))
                .isInstanceOfSatisfying(
                        RetryDecision.RedeliverAt.class,
                        wait -> assertThat(Duration.between(NOW, wait.due()))
                                .isBetween(Duration.ofSeconds(204), Duration.ofSeconds(308)));
        assertThat(decide(planner, 30, Failure.Kind.TRANSIENT, "x", headers))
                .isInstanceOf(RetryDecision.DeadLetter.class);
    }

    @Test
    void what_goes_together_with_no_common_policy_is_refused() {
        List<String> problems = new ArrayList<>();

        new PolicyReader(
                        Map.of(
                                "retry.policy.a.backoff.initial.ms", "200000",
                                "retry.code.b.backoff.max.ms", "100000"),
                        problems)
                .read(RetryPolicy.DEFAULT);

        assertThat(problems).singleElement().asString().contains("contradict", "maxBackoff");
    }

    private static RetryDecision decide(RetryPlanner planner, int attempts, String code) {
        return decide(planner, attempts, Failure.Kind.POISON, code, Map.of());
    }

    private static RetryDecision decide(
            RetryPlanner planner, int attempts, Failure.Kind kind, String code, Map<String, String> more) {
        Map<String, String> headers = new HashMap<>(more);
        headers.put(EventHeaders.ID, ID.toString());
        headers.putAll(FailureHeaders.encode(
                new Failure(Failure.Stage.SINK, kind, code, "m", attempts, NOW, NOW, "graphsync.events.message-0@5")));
        return planner.decide(
                FailedDelivery.read(java.util.Optional.empty(), headers, true, "p", NOW), OptionalInt.empty(), NOW);
    }

    private static Failure failure(String code, Failure.Kind kind) {
        return new Failure(Failure.Stage.SINK, kind, code, "m", 1, NOW, NOW, "graphsync.events.message-0@5");
    }

    private static RetryPolicies read(Map<String, String> properties) {
        List<String> problems = new ArrayList<>();
        RetryPolicies read = new PolicyReader(properties, problems).read(RetryPolicy.DEFAULT);
        assertThat(problems).isEmpty();
        return read;
    }
}
