package io.graphsync.sink.verify;

import io.graphsync.outbox.event.FieldProblem;
import io.graphsync.sink.verify.Difference.Kind;
import io.graphsync.sink.verify.Difference.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tells in which points one element differs. Pure. */
final class ElementDifferences {
    private static final int MOST_CHARS = 200;
    private static final String NOTHING = "nothing";

    private ElementDifferences() {}

    /** Whether the graph has it once, as the row says, or not at all where there is no row. */
    static boolean equal(Optional<ElementState> row, List<GraphElement> found) {
        return row.map(state -> found.size() == 1
                        && found.getFirst().state().properties().equals(state.properties()))
                .orElse(found.isEmpty());
    }

    static List<Difference> of(
            Subject subject,
            ElementState.Key key,
            Optional<ElementState> row,
            List<GraphElement> found,
            Explanation explanation) {
        if (found.isEmpty()) {
            return List.of(Difference.whole(Kind.MISSING, subject, key.toString(), explanation));
        }
        if (row.isEmpty()) {
            return List.of(Difference.whole(Kind.EXTRA, subject, key.toString(), explanation));
        }
        List<Difference> differences = new ArrayList<>();
        if (found.size() > 1) {
            differences.add(Difference.whole(Kind.DUPLICATE, subject, key.toString(), explanation));
        }
        differences.addAll(properties(subject, row.get(), found.getFirst().state(), explanation));
        return differences;
    }

    private static List<Difference> properties(
            Subject subject, ElementState expected, ElementState found, Explanation explanation) {
        Map<String, Object> names = new TreeMap<>(expected.properties());
        names.putAll(found.properties());
        List<Difference> differences = new ArrayList<>();
        for (String name : names.keySet()) {
            Object wanted = expected.properties().get(name);
            Object actual = found.properties().get(name);
            if (!Objects.equals(wanted, actual)) {
                differences.add(new Difference(
                        Kind.DIFFERENT,
                        subject,
                        expected.key().toString(),
                        name,
                        text(wanted),
                        text(actual),
                        explanation));
            }
        }
        return differences;
    }

    private static String text(@Nullable Object value) {
        if (value == null) {
            return NOTHING;
        }
        String text = value instanceof String string ? FieldProblem.excerpt(string) : value.toString();
        return text.length() <= MOST_CHARS ? text : text.substring(0, MOST_CHARS) + "…";
    }
}
