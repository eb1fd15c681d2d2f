package io.graphsync.schema.review.pg;

import io.graphsync.schema.parse.PgNode;
import io.graphsync.schema.review.Truth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether one or another of several conditions holds for every row: {@code x OR NOT x}, in any of its forms. */
final class Opposites {
    /** Operators of which one or the other holds. */
    private static final Map<String, String> OPERATORS =
            Map.of("=", "<>", "<>", "=", "<", ">=", ">=", "<", ">", "<=", "<=", ">", "~~", "!~~", "!~~", "~~");

    private static final Map<String, String> TESTS = Map.of(
            "IS_NULL",
            "IS_NOT_NULL",
            "IS_NOT_NULL",
            "IS_NULL",
            "IS_TRUE",
            "IS_NOT_TRUE",
            "IS_NOT_TRUE",
            "IS_TRUE",
            "IS_FALSE",
            "IS_NOT_FALSE",
            "IS_NOT_FALSE",
            "IS_FALSE");

    private final Expressions.Plain plain;

    Opposites(Expressions.Plain plain) {
        this.plain = plain;
    }

    /** The operator that says the same with the sides exchanged; empty where there is none. */
    static String mirrored(String operator) {
        return switch (operator) {
            case "<" -> ">";
            case ">" -> "<";
            case "<=" -> ">=";
            case ">=" -> "<=";
            case "=", "<>" -> operator;
            default -> "";
        };
    }

    static boolean isComparison(String operator) {
        return OPERATORS.containsKey(operator);
    }

    /** The operator of a comparison; empty for anything else. */
    static String operator(PgNode comparison) {
        List<String> names = comparison.names("name");
        return names.isEmpty() ? "" : names.getLast();
    }

    /**
     * One of the conditions, without what only turns it around.
     *
     * @param node what is asked
     * @param holds whether it has to be true, or false
     * @param form its test or operator, empty for others
     */
    private record Arm(PgNode node, boolean holds, String form) {
        static Arm of(PgNode condition, boolean holds) {
            if (condition.text("boolop").equals("NOT_EXPR")) {
                return of(condition.children("args").getFirst(), !holds);
            }
            Optional<PgNode> constant = side(condition, side -> side.has("boolval"));
            Optional<PgNode> other = side(condition, side -> !side.has("boolval"));
            if (constant.isPresent() && other.isPresent()) {
                boolean value = ConstantValue.truth(constant.get())
                        == Truth.of(operator(condition).equals("="));
                return of(other.get(), holds == value);
            }
            String test = condition.text("nulltesttype") + condition.text("booltesttype");
            return new Arm(condition, holds, test.isEmpty() && condition.is("A_Expr") ? operator(condition) : test);
        }

        /** A side of a comparison with true or false. */
        private static Optional<PgNode> side(PgNode condition, Predicate<PgNode> wanted) {
            boolean compares = condition.text("kind").equals("AEXPR_OP")
                    && Set.of("=", "<>").contains(operator(condition));
            return compares
                    ? Stream.of("lexpr", "rexpr")
                            .flatMap(side -> condition.child(side).stream())
                            .filter(wanted)
                            .findFirst()
                    : Optional.empty();
        }

        String oppositeForm() {
            return TESTS.getOrDefault(form, OPERATORS.getOrDefault(form, ""));
        }
    }

    /** Whether no row is left out by all of them. Looks only at pairs whose forms fit, since generated lists are long. */
    boolean leaveNothingOut(List<PgNode> conditions) {
        List<Arm> arms =
                conditions.stream().map(condition -> Arm.of(condition, true)).toList();
        Map<Boolean, List<Arm>> bySign = arms.stream().collect(Collectors.partitioningBy(Arm::holds));
        boolean turned = bySign.getOrDefault(false, List.of()).stream()
                .anyMatch(not -> bySign.getOrDefault(true, List.of()).stream()
                        .anyMatch(arm -> plain.same(arm.node(), not.node())));
        return turned || bySign.values().stream().anyMatch(this::holdOpposites);
    }

    private boolean holdOpposites(List<Arm> arms) {
        Map<String, List<Arm>> byForm = arms.stream().collect(Collectors.groupingBy(Arm::form));
        return arms.stream()
                .anyMatch(one -> byForm.getOrDefault(one.oppositeForm(), List.of()).stream()
                        .anyMatch(other -> askTheSame(one, other)));
    }

    private boolean askTheSame(Arm one, Arm other) {
        if (one.form().isEmpty()) {
            return false;
        }
        String field = TESTS.containsKey(one.form()) ? "arg" : "lexpr";
        return plain.same(one.node().child(field), other.node().child(field))
                && (field.equals("arg") || plain.sameLists(one.node(), other.node()));
    }
}
