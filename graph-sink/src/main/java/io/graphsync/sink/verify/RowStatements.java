package io.graphsync.sink.verify;

import io.graphsync.sink.verify.Difference.Subject;

/**
 * What PostgreSQL is asked of the rows of one subject. Every statement reads along an index, as many rows as it is told to.
 *
 * @param table the table
 * @param id the column that the rows are ordered by
 * @param columns what {@link RowMapper} reads
 * @param canonical SQL that makes {@link CanonicalText} of a row
 * @param events the types of their events
 */
record RowStatements(String table, String id, String columns, String canonical, String events) {
    private static final String KNOWN = "'known=b1;'";

    static final RowStatements CONVERSATIONS = new RowStatements(
            "conversations",
            "id",
            "id::text, '' AS by_user, user_id::text AS owner, title, topic, sub_topic, updated_at",
            key("id::text", "''") + " || " + KNOWN
                    + " || 'owners=' || " + list("user_id::text") + " || ';'"
                    + " || CASE WHEN title <> '' THEN 'title=' || " + text("title") + " || ';' ELSE '' END"
                    + " || 'topics=' || CASE WHEN topic <> '' THEN 'l1l' || CASE WHEN sub_topic <> ''"
                    + " THEN '2' || " + text("topic") + " || " + text("sub_topic")
                    + " ELSE '1' || " + text("topic") + " END ELSE 'l0' END || ';'"
                    + " || " + time("updated_at"),
            "'conversation_upsert', 'conversation_delete'");

    static final RowStatements MESSAGES = new RowStatements(
            "messages",
            "id",
            "id::text, '' AS by_user, conversation_id::text, message_type, created_at",
            key("id::text", "''") + " || 'conversations=' || " + list("conversation_id::text") + " || ';'"
                    + " || " + time("created_at")
                    + " || " + KNOWN
                    + " || CASE WHEN message_type <> '' THEN 'type=' || " + text("message_type")
                    + " || ';' ELSE '' END",
            "'message_upsert', 'message_delete'");

    static final RowStatements FEEDBACK = new RowStatements(
            "feedback",
            "message_id",
            "message_id::text AS id, user_id::text AS by_user, feedback_type, score, at",
            key("message_id::text", "user_id::text") + " || " + time("at")
                    + " || CASE WHEN score IS NULL THEN '' ELSE 'score=d' || encode(float8send(score), 'hex')"
                    + " || ';' END"
                    + " || CASE WHEN feedback_type <> '' THEN 'type=' || " + text("feedback_type")
                    + " || ';' ELSE '' END",
            "'feedback', 'feedback_delete'");

    static RowStatements of(Subject subject) {
        return switch (subject) {
            case CONVERSATION -> CONVERSATIONS;
            case MESSAGE -> MESSAGES;
            case FEEDBACK -> FEEDBACK;
            case USER, TOPIC, SUB_TOPIC, HAS_SUBTOPIC -> throw new IllegalArgumentException(subject + " has no rows");
        };
    }

    /** The id that ends a range of so many rows; no row where fewer are left. */
    String end(KeyRange range, int size) {
        return "SELECT " + id + "::text FROM " + table + where(range) + " ORDER BY " + table + "." + id + " OFFSET "
                + (size - 1) + " LIMIT 1";
    }

    String digest(KeyRange range) {
        return "SELECT count(*), coalesce(sum(('x' || left(md5(" + canonical + "), 16))::bit(64)::bigint), 0) FROM "
                + table + where(range);
    }

    String rows(KeyRange range) {
        return "SELECT " + columns + " FROM " + table + where(range) + " ORDER BY " + table + "." + id;
    }

    String rowsOf() {
        return "SELECT " + columns + " FROM " + table + " WHERE " + id + " = ANY (?::uuid[]) ORDER BY " + table + "."
                + id;
    }

    /** The newest event of each element whose id is asked for. */
    String newest() {
        boolean byUser = table.equals("feedback");
        String user = byUser ? "o.payload->>'user_id'" : "''";
        String element = byUser ? "o.entity_id, " + user : "o.entity_id";
        return "SELECT DISTINCT ON (" + element + ") o.id, o.entity_id::text, " + user + ", o.seq, s.state,"
                + " o.event_type, o.payload::text"
                + " FROM graph_outbox AS o JOIN graph_outbox_status AS s USING (id)"
                + " WHERE o.entity_id = ANY (?::uuid[]) AND o.event_type IN (" + events + ")"
                + " ORDER BY " + element + ", o.seq DESC";
    }

    private String where(KeyRange range) {
        String from = range.after().isEmpty() ? "" : " WHERE " + id + " > ?::uuid";
        String to = range.upTo().isEmpty() ? "" : (from.isEmpty() ? " WHERE " : " AND ") + id + " <= ?::uuid";
        return from + to;
    }

    private static String key(String id, String user) {
        return text(id) + " || " + text(user);
    }

    private static String text(String sql) {
        return "'s' || octet_length(" + sql + ") || ':' || " + sql;
    }

    private static String list(String sql) {
        return "CASE WHEN " + sql + " IS NULL THEN 'l0' ELSE 'l1' || " + text(sql) + " END";
    }

    private static String time(String column) {
        return "'" + column + "=t' || (extract(epoch FROM " + column + ") * 1000000)::bigint || ';'";
    }
}
