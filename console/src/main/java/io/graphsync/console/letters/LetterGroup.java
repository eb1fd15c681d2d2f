package io.graphsync.console.letters;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graphsync.retry.letters.Letter;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Dead letters of one reason and event type.
 *
 * @param open how many there are, those in flight included
 * @param inFlight how many of them are in flight
 * @param oldest when the first of them failed last
 * @param newest when the last of them failed last
 */
record LetterGroup(String reason, String eventType, int open, int inFlight, Instant oldest, Instant newest) {
    private record Name(String reason, String eventType) {}

    /** Returns the groups, the largest first. */
    static List<LetterGroup> of(List<Letter> letters) {
        Map<Name, List<Letter>> byName = letters.stream()
                .collect(Collectors.groupingBy(
                        letter -> new Name(letter.reason(), letter.eventType().orElse(""))));
        return byName.entrySet().stream()
                .map(entry -> of(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingInt(LetterGroup::open)
                        .reversed()
                        .thenComparing(LetterGroup::reason)
                        .thenComparing(LetterGroup::eventType))
                .toList();
    }

    private static LetterGroup of(Name name, List<Letter> letters) {
        List<Instant> times =
                letters.stream().map(Letter::lastFailedAt).sorted().toList();
        return new LetterGroup(
                name.reason(),
                name.eventType(),
                letters.size(),
                (int) letters.stream().filter(Letter::inFlight).count(),
                times.getFirst(),
                times.getLast());
    }

    ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("reason", reason)
                .put("event_type", eventType)
                .put("open", open)
                .put("in_flight", inFlight)
                .put("oldest", oldest.toString())
                .put("newest", newest.toString());
    }
}
