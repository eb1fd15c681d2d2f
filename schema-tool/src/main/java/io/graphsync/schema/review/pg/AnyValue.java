package io.graphsync.schema.review.pg;

import io.graphsync.schema.parse.PgNode;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Comparisons that every value passes: a pattern that any text fits, a length that is not negative. */
final class AnyValue {
    private static final Set<String> NEVER_NEGATIVE = Set.of(
            "length", "char_length", "character_length", "octet_length", "bit_length", "abs", "cardinality", "random");

    /** Patterns that every text fits. */
    private static final Set<String> ANY_TEXT = Set.of("", ".*", "^", "$", "^.*", ".*$", "^.*$", "(.*)", ".*?");

    private AnyValue() {}

    static boolean passes(PgNode left, String operator, PgNode right) {
        boolean length = left.is("FuncCall")
                && NEVER_NEGATIVE.contains(Expressions.name(left))
                && ConstantValue.isBelowAnyLength(operator, right);
        return length || fitsAnyText(operator, pattern(right)) || isBeyondAll(left, operator, right);
    }

    /** {@code created_at < 'infinity'}, {@code ctid >= '(0,0)'} */
    private static boolean isBeyondAll(PgNode left, String operator, PgNode right) {
        String bound = ConstantValue.text(right)
                .map(text -> text.strip().toLowerCase(Locale.ROOT))
                .orElse("");
        boolean place = left.is("ColumnRef") && left.names("fields").getLast().equals("ctid");
        return switch (bound) {
            case "infinity", "+infinity", "inf" -> Set.of("<", "<=", "<>").contains(operator);
            case "-infinity", "-inf" -> Set.of(">", ">=", "<>").contains(operator);
            case "" -> ConstantValue.text(right).isPresent() && operator.equals(">=");
            case "(0,0)" -> place && Set.of(">", ">=", "<>").contains(operator);
            default -> false;
        };
    }

    /** The pattern itself; SIMILAR TO turns its own into a call. */
    private static Optional<String> pattern(PgNode right) {
        boolean similar = right.is("FuncCall") && Expressions.name(right).startsWith("similar_to_escape");
        return similar
                ? right.children("args").stream()
                        .findFirst()
                        .flatMap(ConstantValue::text)
                        .map(text -> text.equals("%") ? ".*" : text)
                : ConstantValue.text(right);
    }

    private static boolean fitsAnyText(String operator, Optional<String> pattern) {
        return pattern.filter(text -> operator.startsWith("~~")
                        ? !text.isEmpty() && text.chars().allMatch(c -> c == '%')
                        : operator.startsWith("~") && ANY_TEXT.contains(text))
                .isPresent();
    }
}
