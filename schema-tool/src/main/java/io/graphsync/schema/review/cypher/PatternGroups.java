package io.graphsync.schema.review.cypher;

import io.graphsync.schema.parse.CypherNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What patterns name, in groups that hang together: where one of a group is picked, all of it are. A path of any length over
 * relationships of any type may lead to the whole graph, so what lies at its other end is another group.
 */
final class PatternGroups {
    private static final Set<String> ELEMENTS = Set.of("NodePattern", "RelationshipPattern");

    private final QueryScope scope;
    private final List<Group> groups = new ArrayList<>();

    /** Things that hang together. */
    static final class Group {
        private final Set<String> names = new HashSet<>();
        private boolean picked;

        Set<String> names() {
            return names;
        }

        boolean picked() {
            return picked;
        }
    }

    private PatternGroups(QueryScope scope) {
        this.scope = scope;
    }

    /** The groups of some patterns, seen from a place in the query. */
    static List<Group> of(List<CypherNode> patterns, QueryScope scope) {
        PatternGroups all = new PatternGroups(scope);
        patterns.forEach(all::add);
        return all.groups;
    }

    private void add(CypherNode pattern) {
        boolean anyLength = pattern.all("Quantifier").anyMatch(quantifier -> isOpen(quantifier.text()));
        // A path's variable stands for all that it leads over.
        List<String> path = pattern.children().stream()
                .filter(child -> child.is("Variable"))
                .map(Conditions::name)
                .toList();
        boolean open = false;
        Group group = new Group();
        for (CypherNode element : pattern.all(ELEMENTS).toList()) {
            if (leadsAnywhere(element, anyLength)) {
                open = true;
                join(group);
                group = new Group();
                Group way = new Group();
                way.names.addAll(path);
                name(element).ifPresent(way.names::add);
                join(way);
            } else {
                name(element).ifPresent(group.names::add);
                group.picked |= isPicked(element, group);
            }
        }
        if (!open) {
            group.names.addAll(path);
        }
        join(group);
    }

    private void join(Group group) {
        groups.removeIf(other -> {
            boolean joined = other.names.stream().anyMatch(group.names::contains);
            if (joined) {
                group.names.addAll(other.names);
                group.picked |= other.picked;
            }
            return joined;
        });
        groups.add(group);
    }

    private static Optional<String> name(CypherNode element) {
        return element.child("Variable").map(Conditions::name);
    }

    private static boolean leadsAnywhere(CypherNode element, boolean anyLength) {
        boolean open = anyLength
                || element.child("PathLength")
                        .filter(length -> isOpen(length.text()))
                        .isPresent();
        return element.is("RelationshipPattern") && open && !element.has("LabelExpression");
    }

    /** {@code *}, {@code +}, {@code *2..}, {@code {2,}} */
    private static boolean isOpen(String length) {
        return length.equals("*") || length.equals("+") || length.endsWith("..") || length.endsWith(",}");
    }

    private boolean isPicked(CypherNode element, Group group) {
        Set<String> known = new HashSet<>(scope.names());
        known.addAll(group.names);
        boolean byProperty = element.child("Properties")
                .filter(properties -> properties.has("PropertyKeyName") || properties.has("Parameter"))
                .filter(properties -> !Twins.shareAll(properties, element, scope))
                .isPresent();
        boolean byCondition = element.child("Expression")
                .filter(condition -> new Conditions(known).truth(condition).picks())
                .isPresent();
        return byProperty || byCondition;
    }
}
