package io.graphsync.schema.review.pg;

import io.graphsync.schema.parse.PgNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells a condition that picks rows from one that lets all of them pass. A condition that looks at no column says nothing
 * about rows; it counts as one that lets all pass unless it is plainly false.
 */
final class Predicates {
    private static final Set<String> TRUE_TEXTS = Set.of("t", "true", "y", "yes", "on", "1");

    private Predicates() {}

    /** Whether a WHERE keeps a statement from touching every row of a table. */
    static boolean picks(Optional<PgNode> where, PgName table) {
        return where.isPresent() && truth(where.get(), table) != Truth.ALWAYS;
    }

    private static Truth truth(PgNode condition, PgName table) {
        return switch (condition.type()) {
            case "BoolExpr" -> ofBool(condition, table);
            case "A_Const" -> ofConstant(condition);
            case "TypeCast" ->
                condition.child("arg").map(arg -> truth(arg, table)).orElse(Truth.ALWAYS);
            case "A_Expr" -> ofComparison(condition);
            case "NullTest" -> ofNullTest(condition);
            case "SubLink" -> ofSubquery(condition, table);
            default -> ofOther(condition);
        };
    }

    private static Truth ofBool(PgNode condition, PgName table) {
        List<PgNode> arms = condition.children("args");
        return switch (condition.text("boolop")) {
            case "AND_EXPR" -> arms.stream().map(arm -> truth(arm, table)).reduce(Truth.ALWAYS, Truth::and);
            case "OR_EXPR" ->
                isTautology(arms)
                        ? Truth.ALWAYS
                        : arms.stream().map(arm -> truth(arm, table)).reduce(Truth.NEVER, Truth::or);
            default -> {
                Truth inner = truth(arms.getFirst(), table);
                // What is not sure to be true is not sure to be false either.
                yield inner == Truth.ALWAYS && !isPlain(arms.getFirst()) ? Truth.ALWAYS : inner.not();
            }
        };
    }

    /** {@code x IS NULL OR x IS NOT NULL} */
    private static boolean isTautology(List<PgNode> arms) {
        return arms.stream()
                .filter(arm -> arm.text("nulltesttype").equals("IS_NULL"))
                .anyMatch(isNull -> arms.stream()
                        .filter(arm -> arm.text("nulltesttype").equals("IS_NOT_NULL"))
                        .anyMatch(isNotNull -> alike(isNull.child("arg"), isNotNull.child("arg"))));
    }

    private static Truth ofConstant(PgNode constant) {
        if (constant.has("boolval")) {
            return Truth.of(constant.child("boolval").orElseThrow().flag("boolval"));
        }
        if (constant.flag("isnull")) {
            return Truth.NEVER;
        }
        return constant.child("sval")
                .map(text -> Truth.of(TRUE_TEXTS.contains(text.text("sval"))))
                .orElse(Truth.ALWAYS);
    }

    private static Truth ofComparison(PgNode comparison) {
        Optional<PgNode> left = comparison.child("lexpr");
        Optional<PgNode> right = comparison.child("rexpr");
        String operator = String.join("", comparison.names("name"));
        if (!refersToARow(comparison)) {
            return left.isPresent()
                            && right.isPresent()
                            && comparison.text("kind").equals("AEXPR_OP")
                    ? ofConstants(left.get(), operator, right.get())
                    : Truth.ALWAYS;
        }
        // True for every row that has a value there.
        return alike(left, right) && Set.of("=", "<=", ">=").contains(operator) ? Truth.ALWAYS : Truth.DEPENDS;
    }

    private static Truth ofConstants(PgNode left, String operator, PgNode right) {
        if (!isPlain(left) || !isPlain(right)) {
            return Truth.ALWAYS;
        }
        boolean same = left.isLike(right);
        return switch (operator) {
            case "=" -> Truth.of(same);
            case "<>" -> Truth.of(!same);
            default -> Truth.ALWAYS;
        };
    }

    private static boolean isPlain(PgNode node) {
        return node.is("A_Const") || (node.is("A_Expr") && !refersToARow(node));
    }

    private static Truth ofNullTest(PgNode test) {
        boolean constant = test.child("arg").map(arg -> arg.is("A_Const")).orElse(false);
        if (!constant) {
            return ofOther(test);
        }
        boolean isNull = test.child("arg").orElseThrow().flag("isnull");
        return Truth.of(isNull == test.text("nulltesttype").equals("IS_NULL"));
    }

    /** {@code id IN (SELECT id FROM t)} over the same table, whole, leaves nothing out. */
    private static Truth ofSubquery(PgNode link, PgName table) {
        Optional<PgNode> query = link.child("subselect");
        boolean any = link.text("subLinkType").equals("ANY_SUBLINK");
        if (any && query.isPresent() && readsWhole(query.get(), table)) {
            return Truth.ALWAYS;
        }
        return ofOther(link);
    }

    private static boolean readsWhole(PgNode query, PgName table) {
        List<PgNode> from = query.children("fromClause");
        return from.size() == 1
                && from.getFirst().is("RangeVar")
                && PgName.ofRelation(from.getFirst()).equals(table)
                && query.child("limitCount").isEmpty()
                && !picks(query.child("whereClause"), table);
    }

    private static Truth ofOther(PgNode condition) {
        return refersToARow(condition) ? Truth.DEPENDS : Truth.ALWAYS;
    }

    private static boolean alike(Optional<PgNode> one, Optional<PgNode> other) {
        return one.isPresent() && other.isPresent() && one.get().isLike(other.get());
    }

    private static boolean refersToARow(PgNode condition) {
        return condition.walk().anyMatch(node -> node.is("ColumnRef") || node.is("CurrentOfExpr"));
    }
}
