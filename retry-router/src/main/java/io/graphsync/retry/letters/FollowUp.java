package io.graphsync.retry.letters;

import io.graphsync.outbox.event.EventHeaders;
import io.graphsync.outbox.event.Failure;
import io.graphsync.outbox.event.FailureHeaders;
import io.graphsync.outbox.progress.Control;
import io.graphsync.outbox.progress.Outcome;
import io.graphsync.outbox.topic.TopicNames;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What became of redriven letters, by what was read from the retry topic and the dead-letter topic since. A letter has
 * come to an end when it is closed, or is a letter again after more attempts than before. Pure but for its own state; one
 * thread.
 */
public final class FollowUp {
    private final TopicNames names;
    private final Map<String, Followed> letters = new HashMap<>();

    /** How far a letter has come. */
    public enum End {
        /** Its event is in the graph. */
        APPLIED,
        /** The graph had something newer of the same element. */
        SUPERSEDED,
        /** It failed again and is an open dead letter. */
        FAILED_AGAIN,
        /** Somebody closed it. */
        CLOSED,
        /** It failed, and waits for another try. */
        RETRYING,
        /** Nothing is known yet. */
        IN_FLIGHT
    }

    /** One letter. */
    private static final class Followed {
        private final int attempts;
        private End end = End.IN_FLIGHT;
        private boolean closed;
        private String reason = "";

        Followed(int attempts) {
            this.attempts = attempts;
        }

        boolean isOver() {
            return closed || end == End.FAILED_AGAIN;
        }
    }

    FollowUp(TopicNames names, Collection<Letter> redriven) {
        this.names = names;
        redriven.forEach(letter -> letters.put(letter.key(), new Followed(letter.attempts())));
    }

    void add(ConsumerRecord<byte[], ?> record) {
        Map<String, String> headers = LetterMapper.texts(record.headers());
        String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        Followed letter = letters.get(headers.getOrDefault(EventHeaders.ID, key));
        if (letter == null || letter.isOver()) {
            return;
        }
        if (!record.topic().equals(names.deadLetters())) {
            retried(letter, headers);
        } else if (record.serializedValueSize() < 0) {
            letter.closed = true;
            letter.end = result(headers).orElse(letter.end == End.IN_FLIGHT ? End.CLOSED : letter.end);
        } else {
            failedAgain(letter, headers, End.FAILED_AGAIN);
        }
    }

    private static void retried(Followed letter, Map<String, String> headers) {
        if (Control.of(headers).isEmpty()) {
            failedAgain(letter, headers, End.RETRYING);
        } else {
            Outcome.of(headers).map(outcome -> end(outcome.result())).ifPresent(end -> letter.end = end);
        }
    }

    private static void failedAgain(Followed letter, Map<String, String> headers, End end) {
        Optional<Failure> failure = FailureHeaders.decode(headers).filter(found -> found.attempts() > letter.attempts);
        failure.ifPresent(found -> {
            letter.end = end;
            letter.reason = found.code();
        });
    }

    private static Optional<End> result(Map<String, String> headers) {
        String text = headers.getOrDefault(Outcome.RESULT, "").toUpperCase(Locale.ROOT);
        for (Outcome.Result result : Outcome.Result.values()) {
            if (result.name().equals(text)) {
                return Optional.of(end(result));
            }
        }
        return text.isEmpty() ? Optional.empty() : Optional.of(End.CLOSED);
    }

    private static End end(Outcome.Result result) {
        return switch (result) {
            case APPLIED -> End.APPLIED;
            case SUPERSEDED -> End.SUPERSEDED;
        };
    }

    /** Whether every letter has come to an end. */
    public boolean isOver() {
        return letters.values().stream().allMatch(Followed::isOver);
    }

    /** Returns how many letters have come how far. */
    public Map<End, Integer> counts() {
        Map<End, Integer> counts = new EnumMap<>(End.class);
        letters.values().forEach(letter -> counts.merge(letter.end, 1, Integer::sum));
        return counts;
    }

    /** Returns how far each letter has come, by its id. */
    public Map<String, End> ends() {
        Map<String, End> ends = new HashMap<>();
        letters.forEach((id, letter) -> ends.put(id, letter.end));
        return ends;
    }

    /** Returns the reasons of those that failed again or wait for another try, with their number. */
    public Map<String, Integer> reasons() {
        Map<String, Integer> reasons = new HashMap<>();
        letters.values().stream()
                .filter(letter -> letter.end == End.FAILED_AGAIN || letter.end == End.RETRYING)
                .forEach(letter -> reasons.merge(letter.reason, 1, Integer::sum));
        return reasons;
    }
}
