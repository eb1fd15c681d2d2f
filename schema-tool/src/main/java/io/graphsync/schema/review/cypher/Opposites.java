package io.graphsync.schema.review.cypher;

import io.graphsync.schema.parse.CypherNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whether one or another of several conditions holds for everything: {@code x OR NOT x}, in any of its forms. */
final class Opposites {
    private static final Map<String, String> FORMS = Map.of(
            "=",
            "<>",
            "<>",
            "=",
            "<",
            ">=",
            ">=",
            "<",
            ">",
            "<=",
            "<=",
            ">",
            "IS NULL",
            "IS NOT NULL",
            "IS NOT NULL",
            "IS NULL");

    private Opposites() {}

    /**
     * One of the conditions, without what only turns it around.
     *
     * @param form its operator or test, empty for others
     * @param subject what it is about
     * @param holds whether it has to be true, or false
     */
    private record Arm(String form, List<String> subject, boolean holds) {
        static Arm of(CypherNode condition, boolean holds) {
            CypherNode node = Conditions.inside(condition);
            if (node.is("Expression9")) {
                return of(node.parts().getLast(), holds == (Conditions.nots(node) % 2 == 0));
            }
            Optional<CypherNode> comparison = node.all("NullComparison").findFirst();
            if (node.is("Expression7") && comparison.isPresent()) {
                String form = comparison.get().hasWord("NOT") ? "IS NOT NULL" : "IS NULL";
                return new Arm(form, List.of(node.parts().getFirst().text()), holds);
            }
            return node.is("Expression8") ? ofComparison(node, holds) : new Arm("", List.of(node.text()), holds);
        }

        private static Arm ofComparison(CypherNode comparison, boolean holds) {
            List<CypherNode> operands = comparison.parts();
            String operator = Conditions.operator(comparison);
            Optional<CypherNode> constant =
                    operands.stream().filter(Conditions::isBoolean).findFirst();
            Optional<CypherNode> other = operands.stream()
                    .filter(part -> !Conditions.isBoolean(part))
                    .findFirst();
            if (Set.of("=", "<>").contains(operator) && constant.isPresent() && other.isPresent()) {
                boolean value = constant.get().text().equalsIgnoreCase("true") == operator.equals("=");
                return of(other.get(), holds == value);
            }
            return new Arm(operator, operands.stream().map(CypherNode::text).toList(), holds);
        }

        Arm turned() {
            return new Arm(form, subject, !holds);
        }

        Arm opposite() {
            return new Arm(FORMS.getOrDefault(form, "no opposite"), subject, holds);
        }
    }

    /** Whether nothing is left out by all of them. */
    static boolean leaveNothingOut(List<CypherNode> conditions) {
        Set<Arm> arms = new HashSet<>();
        conditions.forEach(condition -> arms.add(Arm.of(condition, true)));
        return arms.stream().anyMatch(arm -> arms.contains(arm.turned()) || arms.contains(arm.opposite()));
    }
}
