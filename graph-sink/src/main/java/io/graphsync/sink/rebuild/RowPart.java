package io.graphsync.sink.rebuild;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One table, and how it is read page by page.
 *
 * @param name what an operator reads
 * @param select the statement's beginning; returns position, id, event_type, entity_id, seq, schema_version, created_at, payload
 * @param after the condition that leads to the next page
 * @param order what the rows are ordered by
 * @param byVersion whether the statement takes the floor of versions
 * @param types the event types that are chosen, empty where the statement names them
 */
record RowPart(String name, String select, String after, String order, boolean byVersion, List<String> types) {
    /** The position behind the last row. */
    static final String END = "end";

    /** The position before the first row. */
    static final String START = "";

    private static final String NEWEST = " LEFT JOIN LATERAL ("
            + "SELECT o.id, o.seq, o.event_type, o.schema_version, o.created_at FROM graph_outbox AS o"
            + " WHERE o.entity_id = %s AND o.event_type IN (%s)%s ORDER BY o.seq DESC LIMIT 1) AS newest ON true";

    /** A row that was written behind its own delete, without an event, has no version of its own. */
    private static final String VERSION =
            "CASE WHEN newest.event_type NOT LIKE '%_delete' THEN newest.seq ELSE greatest(newest.seq, ?) END AS seq,"
                    + " 1 AS schema_version, coalesce(newest.created_at, now()) AS created_at, ";

    RowPart {
        types = List.copyOf(types);
    }

    /** Returns all parts, nodes before the relationships between them. */
    static List<RowPart> all(Set<String> ownTypes) {
        List<RowPart> parts = new ArrayList<>();
        parts.add(table("conversations", "conversation"));
        parts.add(table("messages", "message"));
        parts.add(feedback());
        parts.add(outbox("deletes", List.of("conversation_delete", "message_delete", "feedback_delete")));
        if (!ownTypes.isEmpty()) {
            parts.add(outbox("own event types", List.copyOf(ownTypes)));
        }
        return parts;
    }

    private static RowPart table(String table, String noun) {
        String events = "'%1$s_upsert', '%1$s_delete'".formatted(noun);
        String select = "SELECT t.id::text AS position, NULL::uuid AS id, '" + noun
                + "_upsert' AS event_type, t.id AS entity_id, " + VERSION + "graph_" + noun
                + "_payload(t)::text AS payload FROM " + table + " AS t" + NEWEST.formatted("t.id", events, "");
        return new RowPart(table, select, " WHERE t.id > ?::uuid", "t.id", true, List.of());
    }

    private static RowPart feedback() {
        String select = "SELECT t.message_id::text || ':' || t.user_id::text AS position, NULL::uuid AS id,"
                + " 'feedback' AS event_type, t.message_id AS entity_id, " + VERSION
                + "graph_feedback_payload(t)::text AS payload FROM feedback AS t"
                + NEWEST.formatted(
                        "t.message_id",
                        "'feedback', 'feedback_delete'",
                        " AND o.payload->>'user_id' = t.user_id::text");
        return new RowPart(
                "feedback",
                select,
                " WHERE (t.message_id, t.user_id) > (?::uuid, ?::uuid)",
                "t.message_id, t.user_id",
                true,
                List.of());
    }

    private static RowPart outbox(String name, List<String> types) {
        String select = "SELECT seq::text AS position, id, event_type, entity_id, seq, schema_version, created_at,"
                + " payload::text AS payload FROM graph_outbox WHERE event_type = ANY (?)";
        return new RowPart(name, select, " AND seq > ?::bigint", "seq", false, types);
    }

    /** Returns the statement that reads on behind a position. */
    String sql(String position) {
        return select + (position.equals(START) ? "" : after) + " ORDER BY " + order + " LIMIT ?";
    }

    void bind(PreparedStatement statement, String position, long floor, int limit) throws SQLException {
        int i = 1;
        if (byVersion) {
            statement.setLong(i++, floor);
        }
        if (!types.isEmpty()) {
            statement.setArray(i++, statement.getConnection().createArrayOf("text", types.toArray()));
        }
        if (!position.equals(START)) {
            for (String value : position.split(":", 2)) {
                statement.setString(i++, value);
            }
        }
        statement.setInt(i, limit);
    }
}
