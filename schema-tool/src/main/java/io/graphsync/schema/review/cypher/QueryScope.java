package io.graphsync.schema.review.cypher;

import io.graphsync.schema.parse.CypherNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private final Map<String, String> labels = new HashMap<>();

    QueryScope() {}

    QueryScope copy() {
        QueryScope copy = new QueryScope();
        copy.addAll(this);
        return copy;
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
        labels.putAll(other.labels);
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

    /** Takes in what patterns find. */
    void find(List<CypherNode> patterns) {
        patterns.stream()
                .flatMap(pattern -> pattern.all("NodePattern"))
                .forEach(node -> node.child("Variable")
                        .map(Conditions::name)
                        .ifPresent(name -> labels.merge(name, labelOf(node), QueryScope::firstKnown)));
        for (PatternGroups.Group group : PatternGroups.of(patterns, this)) {
            boolean picked = group.picked()
                    || group.names().stream().anyMatch(name -> variables.getOrDefault(name, Origin.ALL) != Origin.ALL);
            group.names().forEach(name -> {
                Origin found = picked ? Origin.PICKED : Origin.ALL;
                Origin before = variables.getOrDefault(name, found);
                variables.put(name, before == Origin.ALL ? found : before);
            });
        }
    }

    private static String firstKnown(String before, String now) {
        return before.isEmpty() ? now : before;
    }

    /** The labels that a pattern asks for, as they are written; empty for any. */
    static String labelOf(CypherNode node) {
        return node.child("LabelExpression").map(CypherNode::text).orElse("");
    }

    /** The labels that a variable was matched with, an empty text for any; empty for what no pattern matched. */
    Optional<String> label(String variable) {
        return Optional.ofNullable(labels.get(variable));
    }

    /** Another name for what a variable stands for. */
    void rename(String variable, String name, QueryScope from) {
        set(name, from.variables.getOrDefault(variable, Origin.ALL));
        from.label(variable).ifPresent(label -> labels.put(name, label));
    }

    /** Whether a variable stands for all of its kind. */
    boolean isWhole(String variable) {
        return variables.getOrDefault(variable, Origin.ALL) == Origin.ALL;
    }

    /** A condition that what was found has to fulfil. */
    void filter(CypherNode condition, List<CypherNode> patterns) {
        List<CypherNode> arms = Conditions.arms(condition);
        arms.forEach(arm -> filterByArm(arm, patterns));
        // What compares two alike tells something once another arm has picked one of them.
        arms.forEach(arm -> filterByArm(arm, patterns));
    }

    private void filterByArm(CypherNode arm, List<CypherNode> patterns) {
        if (new Conditions(names()).truth(arm).picks() && !Twins.areCompared(arm, patterns, this)) {
            Conditions.variables(arm, names()).forEach(name -> pick(name, patterns));
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
