package io.graphsync.schema.review.pg;

import io.graphsync.schema.parse.PgNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** What the functions in an expression say about it. */
final class Expressions {
    private static final Set<String> CLOCKS_AND_DICE = Set.of(
            "now", "clock_timestamp", "statement_timestamp", "transaction_timestamp", "timeofday", "random", "age");

    private Expressions() {}

    /** Whether an expression gives each row a value of its own; functions that are not the server's count as such. */
    static boolean isVolatile(PgNode expression) {
        return calls(expression).stream().anyMatch(call -> Builtins.mayBeVolatile(name(call), arguments(call)));
    }

    /** The server refuses what is not immutable in indexes and generated columns. */
    static void mustBeImmutable(Optional<PgNode> expression, String place, PgEffects effects) {
        expression.stream().flatMap(e -> calls(e).stream()).forEach(call -> {
            if (Builtins.isNeverImmutable(name(call), arguments(call))
                    || Extensions.isNeverImmutable(
                            PgName.ofParts(call.names("funcname")).name())) {
                effects.find(PgRule.CR01, place + ", " + name(call) + "()");
            }
        });
        expression
                .filter(e -> e.walk().anyMatch(node -> node.is("SQLValueFunction")))
                .ifPresent(e -> effects.find(PgRule.CR01, place));
    }

    /** A time that passes does not belong into a CHECK. */
    static void checkConstraint(PgNode constraint, String place, PgEffects effects) {
        boolean passes = constraint
                .walk()
                .anyMatch(node ->
                        node.is("SQLValueFunction") || (node.is("FuncCall") && CLOCKS_AND_DICE.contains(name(node))));
        if (passes) {
            effects.find(PgRule.CR20, place);
        }
    }

    static List<PgNode> calls(PgNode expression) {
        return expression.walk().filter(node -> node.is("FuncCall")).toList();
    }

    /** The function's name; with its schema unless it is the server's own. */
    static String name(PgNode call) {
        List<String> names = call.names("funcname");
        boolean own = names.size() == 1 || names.getFirst().equals("pg_catalog");
        return own ? names.getLast() : String.join(".", names);
    }

    /** Expressions without what does not change their value, such as a cast or {@code + 0}. */
    static final class Plain {
        private final RowScope scope;

        Plain(RowScope scope) {
            this.scope = scope;
        }

        /** The expression that another stands for. */
        PgNode of(PgNode expression) {
            return switch (expression.type()) {
                case "TypeCast", "CollateClause" ->
                    expression.child("arg").map(this::of).orElse(expression);
                case "RowExpr" -> only(expression, "args");
                case "CoalesceExpr", "MinMaxExpr" -> {
                    List<PgNode> args = expression.children("args");
                    yield args.stream().allMatch(arg -> same(arg, args.getFirst())) ? of(args.getFirst()) : expression;
                }
                case "SubLink" ->
                    expression
                            .child("subselect")
                            .filter(query -> expression.text("subLinkType").equals("EXPR_SUBLINK")
                                    && query.children("fromClause").isEmpty()
                                    && query.child("whereClause").isEmpty()
                                    && query.children("targetList").size() == 1)
                            .flatMap(query ->
                                    query.children("targetList").getFirst().child("val"))
                            .map(this::of)
                            .orElse(expression);
                case "A_Expr" -> neutral(expression).map(this::of).orElse(expression);
                default -> expression;
            };
        }

        private PgNode only(PgNode expression, String field) {
            List<PgNode> items = expression.children(field);
            return items.size() == 1 ? of(items.getFirst()) : expression;
        }

        private static Optional<PgNode> neutral(PgNode operation) {
            if (!operation.text("kind").equals("AEXPR_OP")) {
                return Optional.empty();
            }
            String operator = operation.names("name").getLast();
            return operation
                    .child("rexpr")
                    .filter(right -> right.is("A_Const"))
                    .filter(right -> switch (operator) {
                        case "+", "-" -> isNumber(right, 0);
                        case "*", "/" -> isNumber(right, 1);
                        case "||" ->
                            right.child("sval")
                                    .filter(text -> text.text("sval").isEmpty())
                                    .isPresent();
                        default -> false;
                    })
                    .flatMap(right -> operation.child("lexpr"));
        }

        private static boolean isNumber(PgNode constant, long value) {
            return constant.child("ival")
                    .filter(found -> found.number("ival") == value)
                    .isPresent();
        }

        boolean same(Optional<PgNode> one, Optional<PgNode> other) {
            return one.isPresent() && other.isPresent() && same(one.get(), other.get());
        }

        /** Whether two expressions mean the same for every row. */
        boolean same(PgNode one, PgNode other) {
            PgNode left = of(one);
            PgNode right = of(other);
            if (left.is("ColumnRef") && right.is("ColumnRef")) {
                boolean own = scope.isOfRow(left) && scope.isOfRow(right);
                return own
                        ? left.names("fields")
                                .getLast()
                                .equals(right.names("fields").getLast())
                        : left.isLike(right);
            }
            return left.isLike(right) || sameParts(left, right);
        }

        /** Whether the right sides of two comparisons mean the same, be they one expression or a list. */
        boolean sameLists(PgNode one, PgNode other) {
            List<PgNode> left = one.nodes("rexpr");
            List<PgNode> right = other.nodes("rexpr");
            return left.size() == right.size()
                    && IntStream.range(0, left.size()).allMatch(i -> same(left.get(i), right.get(i)));
        }

        private boolean sameParts(PgNode left, PgNode right) {
            boolean comparable = left.is(right.type())
                    && Set.of("A_Expr", "RowExpr").contains(left.type())
                    && left.names("name").equals(right.names("name"))
                    && left.text("kind").equals(right.text("kind"));
            List<PgNode> ofLeft =
                    left.nodes().filter(node -> !node.is("String")).toList();
            List<PgNode> ofRight =
                    right.nodes().filter(node -> !node.is("String")).toList();
            return comparable
                    && ofLeft.size() == ofRight.size()
                    && !ofLeft.isEmpty()
                    && IntStream.range(0, ofLeft.size()).allMatch(i -> same(ofLeft.get(i), ofRight.get(i)));
        }
    }

    static int arguments(PgNode call) {
        return call.children("args").size();
    }
}
