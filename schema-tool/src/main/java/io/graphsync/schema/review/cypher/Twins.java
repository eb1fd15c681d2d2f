package io.graphsync.schema.review.cypher;

import io.graphsync.schema.parse.CypherNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Two variables that stand for the same nodes: each node is found by both, so that to ask for the same value in both leaves
 * nothing out, as in {@code MATCH (a:User), (b:User) WHERE a.id = b.id}.
 */
final class Twins {
    private Twins() {}

    /** Whether a condition compares the same of two variables that stand for all nodes of one label. */
    static boolean areCompared(CypherNode condition, List<CypherNode> patterns, QueryScope scope) {
        CypherNode comparison = Conditions.inside(condition);
        if (!comparison.is("Expression8") || !Conditions.operator(comparison).equals("=")) {
            return false;
        }
        List<CypherNode> sides = comparison.parts();
        if (sides.size() != 2) {
            return false;
        }
        Optional<String> left = only(sides.getFirst(), scope);
        Optional<String> right = only(sides.getLast(), scope);
        return left.isPresent()
                && right.isPresent()
                && !left.equals(right)
                && without(sides.getFirst(), left.get()).equals(without(sides.getLast(), right.get()))
                && scope.isWhole(left.get())
                && scope.isWhole(right.get())
                && haveOneLabel(scope.label(left.get()), scope.label(right.get()))
                && patterns.stream()
                        .noneMatch(pattern -> Conditions.variables(pattern, scope.names())
                                .containsAll(Set.of(left.get(), right.get())));
    }

    /** Whether each property of a node is that of another which stands for all of its label: {@code (b:User {id: a.id})}. */
    static boolean shareAll(CypherNode properties, CypherNode node, QueryScope scope) {
        Optional<String> label = Optional.of(QueryScope.labelOf(node));
        List<CypherNode> keys = properties.all("PropertyKeyName").toList();
        List<CypherNode> entries = properties
                .all("Map")
                .findFirst()
                .map(map -> map.children().stream()
                        .filter(child -> child.is("Expression"))
                        .toList())
                .orElse(List.of());
        return !entries.isEmpty()
                && entries.stream()
                        .allMatch(value -> only(value, scope)
                                .filter(scope::isWhole)
                                .filter(name -> haveOneLabel(label, scope.label(name)))
                                .filter(name -> keys.stream()
                                        .anyMatch(key -> value.text().equals(name + "." + key.text())))
                                .isPresent());
    }

    private static Optional<String> only(CypherNode expression, QueryScope scope) {
        Set<String> names = Conditions.variables(expression, scope.names());
        return names.size() == 1 ? names.stream().findFirst() : Optional.empty();
    }

    private static List<String> without(CypherNode expression, String name) {
        return expression.words().stream()
                .map(word -> word.equals(name) ? "_" : word)
                .toList();
    }

    private static boolean haveOneLabel(Optional<String> one, Optional<String> other) {
        return one.isPresent()
                && other.isPresent()
                && (one.get().isEmpty() || other.get().isEmpty() || one.equals(other));
    }
}
