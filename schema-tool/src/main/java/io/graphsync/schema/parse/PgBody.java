package io.graphsync.schema.parse;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a body in PL/pgSQL may run, in the order in which it is written: every branch and loop of it.
 *
 * @param parts the SQL in it
 * @param error why it can't be read, if it can't
 */
public record PgBody(List<Part> parts, Optional<String> error) {
    private static final String PREFIX = "PLpgSQL_";

    /** What these hold is a whole statement; an expression everywhere else. */
    private static final Set<String> STATEMENTS =
            Set.of("stmt_execsql", "stmt_fors", "stmt_return_query", "stmt_perform", "stmt_call", "stmt_open");

    private static final Set<String> DYNAMIC = Set.of("stmt_dynexecute", "stmt_dynfors");
    private static final Set<String> TRANSACTION = Set.of("stmt_commit", "stmt_rollback");

    /** What a part is. */
    public enum Kind {
        /** A statement. */
        STATEMENT,
        /** An expression, or an assignment. */
        EXPRESSION,
        /** An expression whose value is run as SQL. */
        DYNAMIC,
        /** An end of the transaction. */
        TRANSACTION
    }

    /** A piece of SQL in a body. */
    public record Part(Kind kind, String text) {}

    public PgBody {
        parts = List.copyOf(parts);
    }

    static PgBody refused(String message) {
        return new PgBody(List.of(), Optional.of(message));
    }

    static PgBody of(JsonNode tree) {
        List<Part> parts = new ArrayList<>();
        collect(tree, "", parts);
        return new PgBody(parts, Optional.empty());
    }

    private static void collect(JsonNode node, String owner, List<Part> parts) {
        if (node.isArray()) {
            node.forEach(item -> collect(item, owner, parts));
            return;
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String name = field.getKey().startsWith(PREFIX) ? field.getKey().substring(PREFIX.length()) : "";
            JsonNode value = field.getValue();
            if (name.equals("expr")) {
                parts.add(new Part(kind(owner), value.path("query").asText()));
            } else if (TRANSACTION.contains(name)) {
                parts.add(new Part(Kind.TRANSACTION, name.substring("stmt_".length())));
            } else if (field.getKey().equals("dynquery")) {
                collect(value, "stmt_dynexecute", parts);
            } else if (field.getKey().equals("params")) {
                collect(value, "", parts);
            } else if (value.isContainerNode()) {
                // What stands in a statement's own list of statements belongs to those.
                collect(value, name.isEmpty() ? (field.getKey().equals("body") ? "" : owner) : name, parts);
            }
        }
    }

    private static Kind kind(String owner) {
        if (DYNAMIC.contains(owner)) {
            return Kind.DYNAMIC;
        }
        return STATEMENTS.contains(owner) ? Kind.STATEMENT : Kind.EXPRESSION;
    }
}
