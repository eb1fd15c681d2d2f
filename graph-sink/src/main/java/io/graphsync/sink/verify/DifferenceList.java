package io.graphsync.sink.verify;

import io.graphsync.outbox.event.FieldProblem;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Compares sorted sides and collects where they differ: counts everything, keeps the first. */
final class DifferenceList {
    private static final int MOST_CHARS = 200;
    private static final String NOTHING = "nothing";

    private final int keep;
    private final List<Difference> kept = new ArrayList<>();
    private long count;

    DifferenceList(int keep) {
        this.keep = keep;
    }

    void add(Difference difference) {
        count++;
        if (kept.size() < keep) {
            kept.add(difference);
        }
    }

    long count() {
        return count;
    }

    List<Difference> kept() {
        return kept;
    }

    /**
     * Walks along two sides that are sorted by key.
     *
     * @return how many elements the rows have
     */
    long compare(Difference.Subject subject, Iterator<ElementState> rows, Iterator<ElementState> graph) {
        long compared = 0;
        Optional<ElementState> expected = next(rows);
        Optional<ElementState> found = next(graph);
        while (expected.isPresent() || found.isPresent()) {
            int order = order(expected, found);
            if (order < 0) {
                add(Difference.missing(subject, expected.orElseThrow().key().toString()));
            } else if (order > 0) {
                add(Difference.extra(subject, found.orElseThrow().key().toString()));
            } else {
                properties(subject, expected.orElseThrow(), found.orElseThrow());
            }
            if (order <= 0) {
                compared++;
                expected = next(rows);
            }
            if (order >= 0) {
                found = skipDuplicates(subject, found.orElseThrow(), graph);
            }
        }
        return compared;
    }

    private Optional<ElementState> skipDuplicates(
            Difference.Subject subject, ElementState last, Iterator<ElementState> graph) {
        Optional<ElementState> found = next(graph);
        while (found.isPresent() && found.get().key().equals(last.key())) {
            add(Difference.duplicate(subject, last.key().toString()));
            found = next(graph);
        }
        return found;
    }

    private void properties(Difference.Subject subject, ElementState expected, ElementState found) {
        Map<String, Object> names = new TreeMap<>(expected.properties());
        names.putAll(found.properties());
        for (String name : names.keySet()) {
            Object wanted = expected.properties().get(name);
            Object actual = found.properties().get(name);
            if (!Objects.equals(wanted, actual)) {
                add(new Difference(
                        Difference.Kind.DIFFERENT,
                        subject,
                        expected.key().toString(),
                        name,
                        text(wanted),
                        text(actual)));
            }
        }
    }

    private static String text(@Nullable Object value) {
        if (value == null) {
            return NOTHING;
        }
        String text = value instanceof String string ? FieldProblem.excerpt(string) : value.toString();
        return text.length() <= MOST_CHARS ? text : text.substring(0, MOST_CHARS) + "…";
    }

    private static int order(Optional<ElementState> expected, Optional<ElementState> found) {
        if (expected.isEmpty()) {
            return 1;
        }
        return found.map(state -> expected.get().key().compareTo(state.key())).orElse(-1);
    }

    private static Optional<ElementState> next(Iterator<ElementState> states) {
        return states.hasNext() ? Optional.of(states.next()) : Optional.empty();
    }
}
