package io.graphsync.schema.review.pg;

import io.graphsync.schema.parse.PgNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
            if (Builtins.isNeverImmutable(name(call), arguments(call))) {
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

    static int arguments(PgNode call) {
        return call.children("args").size();
    }
}
