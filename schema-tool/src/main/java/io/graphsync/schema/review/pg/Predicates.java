package io.graphsync.schema.review.pg;

import io.graphsync.schema.parse.PgNode;
import io.graphsync.schema.review.Truth;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Tells a condition that picks rows from one that lets all of them pass. What looks at no column of the row says nothing
 * about rows, and does not count as a choice unless it is plainly false. Null counts as rare: a condition that holds for
 * every row with a value is no choice either.
 */
final class Predicates {
    private static final Set<String> REFLEXIVE = Set.of("=", "<=", ">=", "~~", "~~*", "@>", "<@", "&&");
    private static final Set<String> IRREFLEXIVE = Set.of("<>", "<", ">");

    private final RowScope scope;
    private final Expressions.Plain plain;
    private final Opposites opposites;

    Predicates(RowScope scope) {
        this.scope = scope;
        this.plain = new Expressions.Plain(scope);
        this.opposites = new Opposites(plain);
    }

    /** Whether a WHERE keeps a statement from touching every row of its table. */
    static boolean picks(PgNode statement, Optional<PgNode> where, PgContext context) {
        return where.isPresent()
                && new Predicates(RowScope.of(statement, context))
                        .truth(where.get())
                        .picks();
    }

    /** What a condition says about the rows. */
    Truth truth(PgNode condition) {
        return switch (condition.type()) {
            case "BoolExpr" -> ofBool(condition);
            case "A_Const" -> ConstantValue.truth(condition);
            case "TypeCast", "CollateClause" ->
                condition.child("arg").map(this::truth).orElse(Truth.CONSTANT);
            case "A_Expr" -> ofOperator(condition);
            case "NullTest" -> ofNullTest(condition);
            case "BooleanTest" -> ofBooleanTest(condition);
            case "SubLink" -> ofSubquery(condition);
            case "CaseExpr" -> ofCase(condition);
            case "CoalesceExpr" ->
                condition.children("args").stream().map(this::truth).reduce(Truth.NEVER, Truth::or);
            case "CurrentOfExpr" -> scope.context().loopsOverWhole(scope.table()) ? Truth.ALWAYS : Truth.DEPENDS;
            default -> ofOther(condition);
        };
    }

    private Truth ofBool(PgNode condition) {
        List<PgNode> arms = condition.children("args");
        return switch (condition.text("boolop")) {
            case "AND_EXPR" -> ofAnd(arms);
            case "OR_EXPR" ->
                opposites.leaveNothingOut(arms)
                        ? Truth.ALWAYS
                        : arms.stream().map(this::truth).reduce(Truth.NEVER, Truth::or);
            default -> truth(arms.getFirst()).not();
        };
    }

    /** Where a row is joined to its own copy, what is said of the copy is said of the row. */
    private Truth ofAnd(List<PgNode> arms) {
        boolean joined = arms.stream().anyMatch(this::joinsTwin);
        Predicates each = joined ? new Predicates(scope.withTwinsAsRow()) : this;
        return arms.stream().map(each::truth).reduce(Truth.ALWAYS, Truth::and);
    }

    private boolean joinsTwin(PgNode arm) {
        Optional<PgNode> left = arm.child("lexpr").filter(side -> arm.is("A_Expr"));
        Optional<PgNode> right = arm.child("rexpr").filter(side -> arm.is("A_Expr"));
        return left.isPresent()
                && right.isPresent()
                && Opposites.operator(arm).equals("=")
                && (isTwinOf(plain.of(left.get()), plain.of(right.get()))
                        || isTwinOf(plain.of(right.get()), plain.of(left.get())));
    }

    private Truth ofOperator(PgNode comparison) {
        Optional<PgNode> left = comparison.child("lexpr").map(plain::of);
        Optional<PgNode> right = comparison.child("rexpr").map(plain::of);
        if (left.isEmpty() || right.isEmpty()) {
            return ofOther(comparison);
        }
        return switch (comparison.text("kind")) {
            case "AEXPR_IN" -> {
                List<PgNode> items =
                        comparison.children("rexpr").stream().map(plain::of).toList();
                Truth any = isTrueAndFalse(items)
                        ? Truth.ALWAYS
                        : items.stream()
                                .map(item -> compare(left.get(), "=", item))
                                .reduce(Truth.NEVER, Truth::or);
                yield Opposites.operator(comparison).equals("=") ? any : any.not();
            }
            case "AEXPR_OP_ANY" ->
                elements(right.get())
                        .map(items -> items.stream()
                                .map(item -> compare(left.get(), Opposites.operator(comparison), plain.of(item)))
                                .reduce(Truth.NEVER, Truth::or))
                        .orElseGet(() -> ofArray(left.get(), right.get(), comparison));
            case "AEXPR_OP_ALL" ->
                elements(right.get())
                        .map(items -> items.stream()
                                .map(item -> compare(left.get(), Opposites.operator(comparison), plain.of(item)))
                                .reduce(Truth.ALWAYS, Truth::and))
                        .orElseGet(() -> ofOther(comparison));
            case "AEXPR_BETWEEN", "AEXPR_BETWEEN_SYM" -> {
                List<PgNode> bounds = comparison.children("rexpr");
                yield compare(left.get(), ">=", plain.of(bounds.getFirst()))
                        .and(compare(left.get(), "<=", plain.of(bounds.getLast())));
            }
            case "AEXPR_DISTINCT" ->
                isNull(right.get()) ? ofNull(left.get(), false, comparison) : compare(left.get(), "<>", right.get());
            case "AEXPR_NOT_DISTINCT" ->
                isNull(right.get()) ? ofNull(left.get(), true, comparison) : compare(left.get(), "=", right.get());
            default -> compare(left.get(), Opposites.operator(comparison), right.get());
        };
    }

    /** {@code x IN (true, false)} */
    private static boolean isTrueAndFalse(List<PgNode> items) {
        return items.stream()
                        .filter(item -> item.has("boolval"))
                        .map(ConstantValue::truth)
                        .distinct()
                        .count()
                == 2;
    }

    /** The items of an array that is written out. */
    private static Optional<List<PgNode>> elements(PgNode array) {
        if (array.is("A_ArrayExpr")) {
            return Optional.of(array.children("elements"));
        }
        boolean empty = array.is("A_Const")
                && array.child("sval")
                        .filter(text -> text.text("sval").equals("{}"))
                        .isPresent();
        return empty ? Optional.of(List.of()) : Optional.empty();
    }

    /** {@code id = ANY (ARRAY (SELECT id FROM t))} */
    private Truth ofArray(PgNode left, PgNode right, PgNode comparison) {
        Optional<PgNode> query = right.child("subselect").filter(found -> right.is("SubLink"));
        return query.map(found -> ofMembership(left, found)).orElseGet(() -> ofOther(comparison));
    }

    private Truth compare(PgNode left, String operator, PgNode right) {
        if (plain.same(left, right)) {
            return REFLEXIVE.contains(operator)
                    ? Truth.ALWAYS
                    : IRREFLEXIVE.contains(operator) ? Truth.NEVER : ofOperands(left, right);
        }
        if (left.is("A_Const") && right.is("A_Const")) {
            return ConstantValue.compare(left, operator, right);
        }
        if (right.has("boolval") && Set.of("=", "<>").contains(operator)) {
            return ConstantValue.truth(right) == Truth.of(operator.equals("="))
                    ? truth(left)
                    : truth(left).not();
        }
        if ((AnyValue.passes(left, operator, right) && refersToRow(left))
                || (AnyValue.passes(right, Opposites.mirrored(operator), left) && refersToRow(right))) {
            return Truth.ALWAYS;
        }
        if (scope.isBeyondExtreme(left, operator, right)
                || scope.isBeyondExtreme(right, Opposites.mirrored(operator), left)) {
            return Truth.ALWAYS;
        }
        return operator.equals("=") && (isTwinOf(left, right) || isTwinOf(right, left) || isLoopRow(left, right))
                ? Truth.ALWAYS
                : ofOperands(left, right);
    }

    /** A row has the same value in a copy of its table: itself. */
    private boolean isTwinOf(PgNode own, PgNode copy) {
        return own.is("ColumnRef")
                && copy.is("ColumnRef")
                && scope.isOfRow(own)
                && scope.isOfTwin(copy)
                && own.names("fields").getLast().equals(copy.names("fields").getLast());
    }

    /** {@code id = r.id} where r runs over the whole table. */
    private boolean isLoopRow(PgNode left, PgNode right) {
        return left.is("ColumnRef")
                && right.is("ColumnRef")
                && scope.isOfRow(left)
                && scope.context().isVariableOfBody(RowScope.qualifier(right))
                && left.names("fields").getLast().equals(right.names("fields").getLast())
                && scope.context().loopsOverWhole(scope.table());
    }

    private Truth ofOperands(PgNode left, PgNode right) {
        return refersToRow(left) || refersToRow(right) ? Truth.DEPENDS : Truth.CONSTANT;
    }

    private Truth ofNullTest(PgNode test) {
        PgNode arg = test.child("arg").map(plain::of).orElseThrow();
        return ofNull(arg, test.text("nulltesttype").equals("IS_NULL"), test);
    }

    private Truth ofNull(PgNode arg, boolean asksForNull, PgNode test) {
        if (arg.is("A_Const")) {
            return Truth.of(isNull(arg) == asksForNull);
        }
        return isNeverNull(arg) ? Truth.of(!asksForNull) : ofOther(test);
    }

    private static boolean isNull(PgNode expression) {
        return expression.is("A_Const") && expression.flag("isnull");
    }

    /** Whether an expression has a value for every row. */
    private boolean isNeverNull(PgNode expression) {
        return switch (expression.type()) {
            case "ColumnRef" ->
                scope.isOfRow(expression) && (scope.isRowItself(expression) || scope.isNeverNull(expression));
            case "A_Const" -> !expression.flag("isnull");
            case "CoalesceExpr" -> expression.children("args").stream().anyMatch(arg -> isNeverNull(plain.of(arg)));
            case "A_Expr" ->
                Opposites.isComparison(Opposites.operator(expression))
                        && Stream.of("lexpr", "rexpr")
                                .flatMap(side -> expression.child(side).stream())
                                .allMatch(side -> isNeverNull(plain.of(side)));
            case "NullTest", "BooleanTest" -> true;
            case "FuncCall" ->
                Set.of("concat", "pg_typeof", "quote_nullable", "num_nulls", "num_nonnulls")
                        .contains(Expressions.name(expression));
            default -> false;
        };
    }

    private Truth ofBooleanTest(PgNode test) {
        Truth arg = test.child("arg").map(this::truth).orElse(Truth.CONSTANT);
        return switch (test.text("booltesttype")) {
            case "IS_TRUE", "IS_NOT_FALSE" -> arg;
            case "IS_FALSE", "IS_NOT_TRUE" -> arg.not();
            case "IS_NOT_UNKNOWN" ->
                arg == Truth.DEPENDS && !isNeverNull(test.child("arg").orElseThrow()) ? arg : Truth.ALWAYS;
            default -> arg == Truth.DEPENDS ? arg : Truth.CONSTANT;
        };
    }

    private Truth ofCase(PgNode choice) {
        List<Truth> results = Stream.concat(
                        choice.children("args").stream()
                                .filter(when -> choice.child("arg").isPresent()
                                        || when.child("expr").map(this::truth).orElse(Truth.CONSTANT) != Truth.NEVER)
                                .flatMap(when -> when.child("result").stream()),
                        choice.child("defresult").stream())
                .map(this::truth)
                .toList();
        boolean first = choice.child("arg").isEmpty()
                && choice.children("args")
                                .getFirst()
                                .child("expr")
                                .map(this::truth)
                                .orElse(Truth.CONSTANT)
                        == Truth.ALWAYS;
        if (first || results.stream().allMatch(result -> result == Truth.ALWAYS)) {
            return results.getFirst();
        }
        return ofOther(choice);
    }

    private Truth ofSubquery(PgNode link) {
        PgNode query = link.child("subselect").orElseThrow();
        return switch (link.text("subLinkType")) {
            case "ANY_SUBLINK" ->
                link.child("testexpr")
                        .filter(test -> Opposites.operator(link).isEmpty()
                                || Opposites.operator(link).equals("="))
                        .map(test -> ofMembership(plain.of(test), query))
                        .orElseGet(() -> ofOther(link));
            case "EXISTS_SUBLINK" -> ofExists(query);
            case "EXPR_SUBLINK" -> {
                PgNode value = plain.of(link);
                yield value == link ? ofOther(link) : truth(value);
            }
            default -> ofOther(link);
        };
    }

    /** {@code id IN (SELECT id FROM t)} over the same table, whole, leaves nothing out. */
    private Truth ofMembership(PgNode left, PgNode query) {
        List<PgNode> targets = query.children("targetList");
        if (query.text("op").equals("SETOP_UNION")) {
            return query.child("larg")
                    .map(side -> ofMembership(left, side))
                    .orElse(Truth.CONSTANT)
                    .or(query.child("rarg")
                            .map(side -> ofMembership(left, side))
                            .orElse(Truth.CONSTANT));
        }
        boolean column = left.is("ColumnRef")
                && targets.size() == 1
                && targets.getFirst()
                        .child("val")
                        .map(plain::of)
                        .filter(value -> value.is("ColumnRef"))
                        .filter(value -> Set.of(left.names("fields").getLast(), "")
                                .contains(value.names("fields").getLast()))
                        .isPresent();
        boolean rows = left.is("RowExpr") && scope.isWhole(query);
        if ((column && scope.isWhole(query)) || rows) {
            return Truth.ALWAYS;
        }
        return query.child("whereClause").map(this::truth).orElse(Truth.CONSTANT) == Truth.NEVER
                ? Truth.NEVER
                : refersToRow(left) || scope.isCorrelated(query) ? Truth.DEPENDS : Truth.CONSTANT;
    }

    private Truth ofExists(PgNode query) {
        List<PgNode> from = query.children("fromClause");
        boolean self = from.size() == 1 && scope.isWholeTable(from.getFirst());
        Optional<PgNode> where = query.child("whereClause");
        if (self && where.isPresent() && scope.isCorrelated(query)) {
            return new Predicates(scope.reading(from)).truth(where.get());
        }
        return scope.isCorrelated(query) ? Truth.DEPENDS : Truth.CONSTANT;
    }

    private Truth ofOther(PgNode condition) {
        return refersToRow(condition) ? Truth.DEPENDS : Truth.CONSTANT;
    }

    private boolean refersToRow(PgNode expression) {
        return switch (expression.type()) {
            case "ColumnRef" -> scope.isOfRow(expression);
            case "CurrentOfExpr" -> true;
            case "SubLink" ->
                expression.child("testexpr").filter(this::refersToRow).isPresent()
                        || expression
                                .child("subselect")
                                .filter(scope::isCorrelated)
                                .isPresent();
            default -> expression.nodes().anyMatch(this::refersToRow);
        };
    }
}
