package io.graphsync.schema.review.pg;

import io.graphsync.schema.parse.PgNode;
import io.graphsync.schema.review.Truth;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;

/** What constants come to. */
final class ConstantValue {
    private static final Set<String> TRUE_TEXTS = Set.of("t", "true", "y", "yes", "on", "1");

    private ConstantValue() {}

    /** What a constant says as a condition. */
    static Truth truth(PgNode constant) {
        if (constant.has("boolval")) {
            return Truth.of(constant.child("boolval").orElseThrow().flag("boolval"));
        }
        if (constant.flag("isnull")) {
            return Truth.NEVER;
        }
        return text(constant)
                .map(text -> Truth.of(TRUE_TEXTS.contains(text.strip().toLowerCase(java.util.Locale.ROOT))))
                .orElse(Truth.CONSTANT);
    }

    static Optional<String> text(PgNode constant) {
        return constant.child("sval").map(value -> value.text("sval"));
    }

    private static Optional<BigDecimal> number(PgNode constant) {
        if (constant.has("ival")) {
            return Optional.of(
                    BigDecimal.valueOf(constant.child("ival").orElseThrow().number("ival")));
        }
        return constant.child("fval").flatMap(value -> parse(value.text("fval")));
    }

    private static Optional<BigDecimal> parse(String number) {
        try {
            return Optional.of(new BigDecimal(number));
        } catch (NumberFormatException e) {
            return Optional.empty(); // hexadecimal, or with underscores
        }
    }

    /** What a comparison of two constants comes to. */
    static Truth compare(PgNode left, String operator, PgNode right) {
        if (left.flag("isnull") || right.flag("isnull")) {
            return Truth.NEVER;
        }
        Optional<Integer> order = number(left).isPresent() && number(right).isPresent()
                ? Optional.of(number(left).get().compareTo(number(right).get()))
                : Optional.empty();
        boolean alike = left.has("sval") == right.has("sval") && left.has("boolval") == right.has("boolval");
        boolean sameKind = order.isPresent() || alike;
        if (!sameKind) {
            return Truth.CONSTANT;
        }
        boolean same = order.map(value -> value == 0).orElse(left.isLike(right));
        return switch (operator) {
            case "=" -> Truth.of(same);
            case "<>" -> Truth.of(!same);
            case "<" -> order.map(value -> Truth.of(value < 0)).orElse(Truth.CONSTANT);
            case ">" -> order.map(value -> Truth.of(value > 0)).orElse(Truth.CONSTANT);
            case "<=" -> order.map(value -> Truth.of(value <= 0)).orElse(Truth.CONSTANT);
            case ">=" -> order.map(value -> Truth.of(value >= 0)).orElse(Truth.CONSTANT);
            default -> Truth.CONSTANT;
        };
    }

    /** {@code >= 0}, {@code > -1}: true of what can't be negative. */
    static boolean isBelowAnyLength(String operator, PgNode constant) {
        int sign = number(constant).map(BigDecimal::signum).orElse(1);
        return switch (operator) {
            case ">=" -> sign <= 0;
            case ">", "<>" -> sign < 0;
            default -> false;
        };
    }
}
