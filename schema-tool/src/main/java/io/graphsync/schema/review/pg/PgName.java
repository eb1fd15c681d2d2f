package io.graphsync.schema.review.pg;

import io.graphsync.schema.parse.PgNode;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A qualified name as the server sees it: quotes gone, letters folded.
 *
 * @param schema {@code public} where none is written
 * @param name the name in it
 * @param qualified whether the schema is written; no part of what makes two names equal
 */
record PgName(String schema, String name, boolean qualified) {
    private static final String DEFAULT_SCHEMA = "public";
    private static final String TEMPORARY = "pg_temp";

    PgName(String schema, String name) {
        this(schema, name, true);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PgName that && schema.equals(that.schema) && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return Objects.hash(schema, name);
    }

    /** Reads a {@code RangeVar}; what is temporary stands in {@code pg_temp}. */
    static PgName ofRelation(PgNode relation) {
        String schema = relation.text("schemaname");
        boolean qualified = !schema.isEmpty();
        if (relation.text("relpersistence").equals("t")) {
            schema = TEMPORARY;
        }
        return new PgName(schema.isEmpty() ? DEFAULT_SCHEMA : schema, relation.text("relname"), qualified);
    }

    /** Reads a list of the parts of a name. */
    static PgName ofParts(List<String> parts) {
        return parts.size() > 1
                ? new PgName(parts.get(parts.size() - 2), parts.getLast())
                : new PgName(DEFAULT_SCHEMA, parts.isEmpty() ? "" : parts.getFirst(), false);
    }

    /** The parts that belong to the table where the last one is a column, a trigger or a policy of it. */
    static PgName ofOwner(List<String> parts) {
        return ofParts(parts.subList(0, Math.max(0, parts.size() - 1)));
    }

    boolean isTemporary() {
        return schema.equals(TEMPORARY);
    }

    /** The name as it can be written in SQL. */
    String sql() {
        return (schema.equals(DEFAULT_SCHEMA) ? "" : quote(schema) + ".") + quote(name);
    }

    /** Quotes a name where SQL needs it. */
    static String quote(String name) {
        boolean plain = !name.isEmpty()
                && name.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')
                && !Character.isDigit(name.charAt(0));
        return plain ? name : '"' + name.replace("\"", "\"\"") + '"';
    }

    @Override
    public String toString() {
        return schema + "." + name;
    }
}
