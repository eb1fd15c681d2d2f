package io.graphsync.schema.review.cypher;

import io.graphsync.schema.parse.CypherNode;
import io.graphsync.schema.review.Truth;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells a condition that picks nodes or relationships from one that lets all of them pass. Labels are no choice: they say
 * which kind is meant. Null counts as rare, as in SQL.
 */
final class Conditions {
    private static final Set<String> REFLEXIVE = Set.of("=", "==", "<=", ">=", "=~");
    private static final Set<String> NEVER_NEGATIVE = Set.of("id", "size", "length", "abs", "char_length", "rand");
    private static final Set<String> NEVER_NULL = Set.of("id", "elementid", "labels", "keys", "properties", "type");
    private static final Set<String> ANY_TEXT = Set.of("", ".*", "^.*$", "(?s).*", "(.*)");

    private final Set<String> variables;

    /**
     * Makes conditions about these.
     *
     * @param variables what is known where the condition stands
     */
    Conditions(Set<String> variables) {
        this.variables = Set.copyOf(variables);
    }

    /** The arms of a condition that all have to hold. */
    static List<CypherNode> arms(CypherNode condition) {
        CypherNode inner = inside(condition);
        return inner.is("Expression10") ? inner.parts() : List.of(inner);
    }

    /** A condition without its parentheses. */
    static CypherNode inside(CypherNode condition) {
        CypherNode inner = condition.unwrapped();
        return inner.is("ParenthesizedExpression")
                ? inner.child("Expression").map(Conditions::inside).orElse(inner)
                : inner;
    }

    /** The variables of an expression that are known here. */
    static Set<String> variables(CypherNode expression, Set<String> known) {
        Set<String> found = new LinkedHashSet<>();
        expression.all("Variable").map(Conditions::name).filter(known::contains).forEach(found::add);
        return found;
    }

    /** A name without its quotes. */
    static String name(CypherNode name) {
        return name.text().replace("`", "");
    }

    /** What a condition says. */
    Truth truth(CypherNode condition) {
        CypherNode node = inside(condition);
        return switch (node.type()) {
            case "Expression" -> ofOr(node.parts());
            case "Expression11" ->
                node.parts().stream().anyMatch(arm -> truth(arm) == Truth.DEPENDS) ? Truth.DEPENDS : Truth.CONSTANT;
            case "Expression10" -> node.parts().stream().map(this::truth).reduce(Truth.ALWAYS, Truth::and);
            case "Expression9" -> {
                Truth inner = truth(node.parts().getLast());
                yield nots(node) % 2 == 1 ? inner.not() : inner;
            }
            case "Expression8" -> ofChain(node);
            case "Expression7" -> ofTest(node);
            case "BooleanLiteral", "KeywordLiteral" -> ofWord(node.text());
            case "ExistsExpression" -> ofExists(node);
            case "ListItemsPredicate" -> ofItems(node);
            case "Expression2" -> node.has("LabelPostfix") ? Truth.CONSTANT : ofOther(node);
            default -> ofOther(node);
        };
    }

    private static Truth ofWord(String word) {
        return word.equalsIgnoreCase("true")
                ? Truth.ALWAYS
                : Set.of("false", "null").contains(word.toLowerCase(java.util.Locale.ROOT))
                        ? Truth.NEVER
                        : Truth.CONSTANT;
    }

    /** How often a condition is turned around. */
    static long nots(CypherNode condition) {
        return condition.children().stream()
                .filter(child -> child.text().equalsIgnoreCase("NOT"))
                .count();
    }

    static boolean isBoolean(CypherNode node) {
        return Set.of("true", "false").contains(node.text().toLowerCase(java.util.Locale.ROOT));
    }

    private Truth ofOr(List<CypherNode> arms) {
        return Opposites.leaveNothingOut(arms)
                ? Truth.ALWAYS
                : arms.stream().map(this::truth).reduce(Truth.NEVER, Truth::or);
    }

    /** The first operator of a comparison. */
    static String operator(CypherNode comparison) {
        return comparison.children().stream()
                .filter(child -> child.type().isEmpty())
                .map(CypherNode::text)
                .findFirst()
                .orElse("");
    }

    /** {@code a < b <= c} */
    private Truth ofChain(CypherNode chain) {
        List<CypherNode> operands = chain.parts();
        List<String> operators = chain.children().stream()
                .filter(child -> child.type().isEmpty())
                .map(CypherNode::text)
                .toList();
        Truth all = Truth.ALWAYS;
        for (int i = 0; i + 1 < operands.size() && i < operators.size(); i++) {
            all = all.and(compare(plain(operands.get(i)), operators.get(i), plain(operands.get(i + 1))));
        }
        return all;
    }

    private Truth compare(CypherNode left, String operator, CypherNode right) {
        if (left.text().equals(right.text())) {
            return Truth.of(REFLEXIVE.contains(operator));
        }
        Optional<BigDecimal> first = number(left);
        Optional<BigDecimal> second = number(right);
        if (first.isPresent() && second.isPresent()) {
            int order = first.get().compareTo(second.get());
            return Truth.of(
                    switch (operator) {
                        case "<" -> order < 0;
                        case "<=" -> order <= 0;
                        case ">" -> order > 0;
                        case ">=" -> order >= 0;
                        case "=" -> order == 0;
                        default -> order != 0;
                    });
        }
        boolean texts = left.is("StringLiteral") && right.is("StringLiteral");
        if (texts && Set.of("=", "<>", "!=").contains(operator)) {
            return Truth.of(!operator.equals("="));
        }
        boolean length = second.isPresent()
                && (NEVER_NEGATIVE.contains(function(left)) || left.is("CountExpression"))
                && (second.get().signum() < 0
                        ? Set.of(">", ">=", "<>").contains(operator)
                        : second.get().signum() == 0 && operator.equals(">="));
        return length ? Truth.ALWAYS : refers(left) || refers(right) ? Truth.DEPENDS : Truth.CONSTANT;
    }

    private static Optional<BigDecimal> number(CypherNode node) {
        String text = node.text();
        boolean plain = !text.isEmpty() && text.chars().allMatch(c -> Character.isDigit(c) || c == '-' || c == '.');
        try {
            return plain ? Optional.of(new BigDecimal(text)) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** {@code coalesce(x, x)} is x. */
    private static CypherNode plain(CypherNode operand) {
        CypherNode node = inside(operand);
        if (!function(node).equals("coalesce")) {
            return node;
        }
        List<CypherNode> arguments =
                node.all("FunctionArgument").map(Conditions::inside).toList();
        boolean same = !arguments.isEmpty()
                && arguments.stream()
                        .allMatch(argument ->
                                argument.text().equals(arguments.getFirst().text()));
        return same ? plain(arguments.getFirst()) : node;
    }

    private static String function(CypherNode node) {
        return node.is("FunctionInvocation")
                ? node.child("FunctionName").map(CypherNode::text).orElse("").toLowerCase(java.util.Locale.ROOT)
                : "";
    }

    /** {@code IS NULL}, {@code IN}, {@code CONTAINS} and their like. */
    private Truth ofTest(CypherNode test) {
        CypherNode subject = plain(test.parts().getFirst());
        Optional<CypherNode> isNull = test.all("NullComparison").findFirst();
        if (isNull.isPresent()) {
            boolean not = isNull.get().hasWord("NOT");
            return isNeverNull(subject) ? Truth.of(not) : refers(subject) ? Truth.DEPENDS : Truth.CONSTANT;
        }
        Optional<CypherNode> comparison = test.all("StringAndListComparison").findFirst();
        if (comparison.isEmpty()) {
            return subject.is("Variable") || isVariable(subject) ? Truth.CONSTANT : ofOther(test);
        }
        CypherNode object = plain(comparison.get().parts().isEmpty() ? comparison.get() : lastOf(comparison.get()));
        return ofStringOrList(subject, comparison.get(), object);
    }

    private static CypherNode lastOf(CypherNode comparison) {
        return comparison.children().stream()
                .filter(child -> !child.type().isEmpty())
                .reduce((first, second) -> second)
                .orElse(comparison);
    }

    private Truth ofStringOrList(CypherNode subject, CypherNode comparison, CypherNode object) {
        String literal = object.is("StringLiteral")
                ? object.text().substring(1, object.text().length() - 1)
                : "?";
        boolean everything = comparison.text().startsWith("=~") ? ANY_TEXT.contains(literal) : literal.isEmpty();
        if (comparison.hasWord("IN")) {
            List<CypherNode> items = object.is("ListLiteral") ? object.parts() : List.of();
            boolean listed = items.stream().anyMatch(item -> item.text().equals(subject.text()));
            if (listed || (refers(subject) && isTrueAndFalse(items))) {
                return Truth.ALWAYS;
            }
            if (Set.of("labels", "type", "keys").contains(function(object))) {
                return Truth.CONSTANT;
            }
        } else if ((everything || object.text().equals(subject.text())) && refers(subject)) {
            return Truth.ALWAYS;
        }
        return refers(subject) || refers(object) ? Truth.DEPENDS : Truth.CONSTANT;
    }

    private static boolean isTrueAndFalse(List<CypherNode> items) {
        return items.stream()
                        .filter(Conditions::isBoolean)
                        .map(item -> item.text().toLowerCase(java.util.Locale.ROOT))
                        .distinct()
                        .count()
                == 2;
    }

    private boolean isVariable(CypherNode node) {
        return variables.contains(name(node));
    }

    private boolean isNeverNull(CypherNode node) {
        boolean key = node.is("Expression2") && node.text().endsWith(".id");
        boolean filled = function(node).equals("coalesce")
                && node.all("FunctionArgument")
                        .map(Conditions::inside)
                        .anyMatch(argument -> argument.type().endsWith("Literal"));
        return isVariable(node) || key || filled || NEVER_NULL.contains(function(node));
    }

    /** {@code all(x IN list WHERE …)} and its like, where the condition says the same of every item. */
    private Truth ofItems(CypherNode test) {
        Set<String> inside = new HashSet<>(variables);
        test.child("Variable").map(Conditions::name).ifPresent(inside::add);
        List<CypherNode> expressions =
                test.children().stream().filter(child -> child.is("Expression")).toList();
        Truth ofItem = expressions.size() == 2 ? new Conditions(inside).truth(expressions.getLast()) : Truth.DEPENDS;
        if (ofItem == Truth.ALWAYS || ofItem == Truth.NEVER) {
            if (test.hasWord("ALL") || test.hasWord("ANY")) {
                return ofItem;
            }
            if (test.hasWord("NONE")) {
                return ofItem.not();
            }
        }
        return ofOther(test);
    }

    private Truth ofExists(CypherNode exists) {
        boolean about = refers(exists);
        boolean trivial = !exists.has("RelationshipPattern") && !exists.has("WhereClause") && !exists.has("Properties");
        return !about ? Truth.CONSTANT : trivial ? Truth.ALWAYS : Truth.DEPENDS;
    }

    private Truth ofOther(CypherNode node) {
        return refers(node) ? Truth.DEPENDS : Truth.CONSTANT;
    }

    private boolean refers(CypherNode node) {
        return !variables(node, variables).isEmpty();
    }
}
