package io.graphsync.schema.parse;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a body in PL/pgSQL may run, in the order in which it is written: every branch and loop of it.
 *
 * @param parts the SQL in it
 * @param variables the names of its variables and parameters
 * @param error why it can't be read, if it can't
 */
public record PgBody(List<Part> parts, Set<String> variables, Optional<String> error) {
    private static final String PREFIX = "PLpgSQL_";

    /** What these hold is a whole statement; an expression everywhere else. */
    private static final Set<String> STATEMENTS =
            Set.of("stmt_execsql", "stmt_fors", "stmt_return_query", "stmt_perform", "stmt_call", "stmt_open");

    private static final Set<String> DYNAMIC = Set.of("stmt_dynexecute", "stmt_dynfors");
    private static final Set<String> TRANSACTION = Set.of("stmt_commit", "stmt_rollback");
    private static final Set<String> LOOPS =
            Set.of("stmt_loop", "stmt_while", "stmt_fori", "stmt_fors", "stmt_forc", "stmt_foreach_a", "stmt_dynfors");
    private static final Set<String> CHOICES = Set.of("stmt_if", "stmt_case");

    /** What a part is. */
    public enum Kind {
        /** A statement. */
        STATEMENT,
        /** The query of a loop or a cursor. */
        ROWS,
        /** An expression, or an assignment. */
        EXPRESSION,
        /** An expression whose value is run as SQL. */
        DYNAMIC,
        /** An end of the transaction. */
        TRANSACTION
    }

    /**
     * A piece of SQL in a body.
     *
     * @param repeated whether it stands in a loop
     * @param sure whether it runs if the body runs to its end
     */
    public record Part(Kind kind, String text, boolean repeated, boolean sure) {}

    /** Where in a body the reading is. */
    private record Place(String owner, boolean repeated, boolean sure) {
        Place at(String other) {
            return new Place(other, repeated, sure);
        }

        Place within(String statement) {
            boolean choice = CHOICES.contains(statement) || LOOPS.contains(statement);
            return new Place(statement, repeated, sure && !choice);
        }

        /** In a statement's own list of statements, which belong to themselves. */
        Place inside(boolean loop) {
            return new Place("", repeated || loop, sure && !loop);
        }
    }

    public PgBody {
        parts = List.copyOf(parts);
        variables = Set.copyOf(variables);
    }

    static PgBody refused(String message) {
        return new PgBody(List.of(), Set.of(), Optional.of(message));
    }

    static PgBody of(JsonNode tree) {
        List<Part> parts = new ArrayList<>();
        collect(tree, new Place("", false, true), parts);
        Set<String> variables = new HashSet<>();
        tree.findParents("refname")
                .forEach(datum -> variables.add(datum.path("refname").asText()));
        return new PgBody(parts, variables, Optional.empty());
    }

    private static void collect(JsonNode node, Place place, List<Part> parts) {
        if (node.isArray()) {
            node.forEach(item -> collect(item, place, parts));
            return;
        }
        // What a block's handler catches may have stopped the block anywhere.
        boolean caught = node.has("exceptions");
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String name = field.getKey().startsWith(PREFIX) ? field.getKey().substring(PREFIX.length()) : "";
            JsonNode value = field.getValue();
            if (name.equals("expr")) {
                parts.add(new Part(kind(place.owner()), value.path("query").asText(), place.repeated(), place.sure()));
            } else if (TRANSACTION.contains(name)) {
                parts.add(new Part(Kind.TRANSACTION, name.substring("stmt_".length()), place.repeated(), place.sure()));
            } else if (value.isContainerNode()) {
                collect(value, below(field.getKey(), name, place, caught), parts);
            }
        }
    }

    private static Place below(String field, String name, Place place, boolean caught) {
        if (!name.isEmpty()) {
            return place.within(name);
        }
        return switch (field) {
            case "dynquery" -> place.at("stmt_dynexecute");
            case "params" -> place.at("");
            case "cursor_explicit_expr" -> place.at("cursor");
            case "body" -> {
                Place inside = place.inside(LOOPS.contains(place.owner()));
                yield caught ? new Place("", inside.repeated(), false) : inside;
            }
            case "then_body", "else_body", "action_list", "stmts", "else_stmts" -> place.inside(false);
            default -> place;
        };
    }

    private static Kind kind(String owner) {
        if (DYNAMIC.contains(owner)) {
            return Kind.DYNAMIC;
        }
        if (owner.equals("stmt_fors") || owner.equals("cursor")) {
            return Kind.ROWS;
        }
        return STATEMENTS.contains(owner) ? Kind.STATEMENT : Kind.EXPRESSION;
    }
}
