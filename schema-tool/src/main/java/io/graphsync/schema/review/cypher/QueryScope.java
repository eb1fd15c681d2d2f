package io.graphsync.schema.review.cypher;

import io.graphsync.schema.parse.CypherNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The variables of a query at a place in it, and whether something beside a label picks what each stands for. */
final class QueryScope {
    /** Where what a variable stands for comes from. */
    enum Origin {
        /** All of its kind. */
        ALL,
        /** Picked by a property or a condition. */
        PICKED,
        /** Made by the query itself, or no node at all. */
        OWN;

        Origin or(Origin other) {
            return compareTo(other) <= 0 ? this : other;
        }
    }

    private final Map<String, Origin> variables = new LinkedHashMap<>();

    QueryScope() {}

    private QueryScope(Map<String, Origin> variables) {
        this.variables.putAll(variables);
    }

    QueryScope copy() {
        return new QueryScope(variables);
    }

    /** The same with these variables alone. */
    QueryScope only(Set<String> names) {
        QueryScope part = copy();
        part.variables.keySet().retainAll(names);
        return part;
    }

    Set<String> names() {
        return Set.copyOf(variables.keySet());
    }

    void set(String variable, Origin origin) {
        variables.put(variable, origin);
    }

    void addAll(QueryScope other) {
        variables.putAll(other.variables);
    }

    /** What an expression stands for: the widest of its variables. A variable that nobody knows may be anything. */
    Origin of(CypherNode expression) {
        Set<String> locals = new HashSet<>();
        expression
                .all("ListComprehension")
                .forEach(list ->
                        list.all("Variable").findFirst().ifPresent(variable -> locals.add(Conditions.name(variable))));
        return expression
                .all("Variable")
                .map(Conditions::name)
                .filter(name -> !locals.contains(name))
                .map(name -> variables.getOrDefault(name, Origin.ALL))
                .reduce(Origin.OWN, Origin::or);
    }

    /** Things that hang together by relationships: where one of them is picked, all are. */
    private static final class Group {
        private final Set<String> names = new HashSet<>();
        private boolean picked;
    }

    /** Takes in what patterns find. */
    void find(List<CypherNode> patterns) {
        List<Group> groups = new ArrayList<>();
        for (CypherNode pattern : patterns) {
            Group group = group(pattern);
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
        for (Group group : groups) {
            boolean picked = group.picked
                    || group.names.stream().anyMatch(name -> variables.getOrDefault(name, Origin.ALL) != Origin.ALL);
            group.names.forEach(name -> {
                Origin found = picked ? Origin.PICKED : Origin.ALL;
                Origin before = variables.getOrDefault(name, found);
                variables.put(name, before == Origin.ALL ? found : before);
            });
        }
    }

    private Group group(CypherNode pattern) {
        Group group = new Group();
        pattern.children().stream()
                .filter(child -> child.is("Variable"))
                .forEach(path -> group.names.add(Conditions.name(path)));
        List<CypherNode> elements = new ArrayList<>();
        pattern.all("NodePattern").forEach(elements::add);
        pattern.all("RelationshipPattern").forEach(elements::add);
        for (CypherNode element : elements) {
            element.child("Variable").map(Conditions::name).ifPresent(group.names::add);
        }
        Set<String> known = new HashSet<>(names());
        known.addAll(group.names);
        for (CypherNode element : elements) {
            boolean byProperty = element.child("Properties")
                    .filter(properties -> properties.has("PropertyKeyName") || properties.has("Parameter"))
                    .isPresent();
            boolean byCondition = element.child("Expression")
                    .filter(condition -> new Conditions(known).truth(condition).picks())
                    .isPresent();
            group.picked |= byProperty || byCondition;
        }
        return group;
    }

    /** A condition that what was found has to fulfil. */
    void filter(CypherNode condition, List<CypherNode> patterns) {
        Conditions conditions = new Conditions(names());
        for (CypherNode arm : Conditions.arms(condition)) {
            if (conditions.truth(arm).picks()) {
                Conditions.variables(arm, names()).forEach(name -> pick(name, patterns));
            }
        }
    }

    /** What hangs together with something that is picked is picked as well. */
    private void pick(String variable, List<CypherNode> patterns) {
        variables.put(variable, variables.get(variable) == Origin.OWN ? Origin.OWN : Origin.PICKED);
        if (variables.get(variable) == Origin.PICKED) {
            find(patterns);
        }
    }
}
