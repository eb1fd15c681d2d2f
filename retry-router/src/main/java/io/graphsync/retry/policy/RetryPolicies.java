package io.graphsync.retry.policy;

import io.graphsync.outbox.event.Failure;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Which policy holds for which failure: that of all events, changed by what is said of its event type, changed by what is
 * said of its failure's code. A code of which something is said is tried again even if its failures count as poison.
 *
 * @param standard what holds for all events of which nothing else is said
 * @param byType changes by event type
 * @param byCode changes by failure code, or by the beginning of one up to a dot; the longest that matches counts
 */
public record RetryPolicies(
        RetryPolicy standard, Map<String, PolicyOverride> byType, Map<String, PolicyOverride> byCode) {

    /**
     * Copies the maps.
     *
     * @throws IllegalArgumentException if changes don't go together with what they change
     */
    public RetryPolicies {
        Objects.requireNonNull(standard, "standard");
        byType = Map.copyOf(byType);
        byCode = Map.copyOf(byCode);
        for (PolicyOverride type : byType.values()) {
            RetryPolicy ofType = type.over(standard);
            byCode.values().forEach(code -> code.over(ofType));
        }
        byCode.values().forEach(code -> code.over(standard));
    }

    /** Returns one policy for everything. */
    public static RetryPolicies of(RetryPolicy standard) {
        return new RetryPolicies(standard, Map.of(), Map.of());
    }

    /**
     * Returns the policy for a failure.
     *
     * @param eventType the failed event's type, or any text if it is not known
     */
    public RetryPolicy policy(String eventType, Failure failure) {
        RetryPolicy ofType = byType.getOrDefault(eventType, PolicyOverride.NONE).over(standard);
        return code(failure).orElse(PolicyOverride.NONE).over(ofType);
    }

    /** Whether trying again can help. */
    public boolean retries(Failure failure) {
        return failure.kind() == Failure.Kind.TRANSIENT || code(failure).isPresent();
    }

    private Optional<PolicyOverride> code(Failure failure) {
        String beginning = failure.code();
        while (!byCode.isEmpty() && !beginning.isEmpty()) {
            PolicyOverride found = byCode.get(beginning);
            if (found != null) {
                return Optional.of(found);
            }
            beginning = beginning.substring(0, Math.max(0, beginning.lastIndexOf('.')));
        }
        return Optional.empty();
    }
}
