package io.graphsync.retry.letters;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which letters are meant; what is empty is not looked at.
 *
 * @param ids the letters' ids
 * @param reason a reason, or its beginning up to a dot
 * @param eventType the event type
 * @param entityId the entity's id
 * @param key the record's key
 * @param since letters whose last failure was then or later
 * @param until letters whose last failure was before
 * @param inFlight whether they are in flight
 */
public record LetterFilter(
        Set<String> ids,
        Optional<String> reason,
        Optional<String> eventType,
        Optional<String> entityId,
        Optional<String> key,
        Optional<Instant> since,
        Optional<Instant> until,
        Optional<Boolean> inFlight) {
    /** All letters. */
    public static final LetterFilter ALL = new LetterFilter(
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /** Copies the ids. */
    public LetterFilter {
        ids = Set.copyOf(ids);
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(eventType, "eventType");
        Objects.requireNonNull(entityId, "entityId");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(until, "until");
        Objects.requireNonNull(inFlight, "inFlight");
    }

    /** Returns the letters with these ids. */
    public static LetterFilter ids(Set<String> ids) {
        return new LetterFilter(
                ids, ALL.reason, ALL.eventType, ALL.entityId, ALL.key, ALL.since, ALL.until, ALL.inFlight);
    }

    /** Whether a letter is meant. */
    public boolean matches(Letter letter) {
        return (ids.isEmpty() || ids.contains(letter.id()))
                && reason.map(wanted -> letter.reason().equals(wanted)
                                || letter.reason().startsWith(wanted + "."))
                        .orElse(true)
                && eventType.map(letter.eventType().orElse("")::equals).orElse(true)
                && entityId.map(letter.entityId().orElse("")::equals).orElse(true)
                && key.map(letter.key()::equals).orElse(true)
                && since.map(from -> !letter.lastFailedAt().isBefore(from)).orElse(true)
                && until.map(to -> letter.lastFailedAt().isBefore(to)).orElse(true)
                && inFlight.map(wanted -> wanted == letter.inFlight()).orElse(true);
    }

    /** Returns what is looked at, by name, for records of what was done. */
    public Map<String, String> described() {
        Map<String, String> described = new TreeMap<>();
        if (!ids.isEmpty()) {
            described.put("ids", Integer.toString(ids.size()));
        }
        reason.ifPresent(value -> described.put("reason", value));
        eventType.ifPresent(value -> described.put("type", value));
        entityId.ifPresent(value -> described.put("entity", value));
        key.ifPresent(value -> described.put("key", value));
        since.ifPresent(value -> described.put("since", value.toString()));
        until.ifPresent(value -> described.put("until", value.toString()));
        inFlight.ifPresent(value -> described.put("in-flight", value.toString()));
        return described;
    }
}
