package io.graphsync.verification.drill;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Writes what years of use would have left: conversations of ten messages each. With every message the application counts it in its
 * conversation, as the columns {@code message_count} and {@code last_message} ask for, which is an event of the conversation too. Half of
 * the conversations are renamed later, and every tenth message is rated.
 */
final class History {
    private static final int MESSAGES_A_CONVERSATION = 10;
    private static final int STEP = 1_000;
    private static final String USERS = "CREATE TEMPORARY TABLE drill_users AS"
            + " SELECT gen_random_uuid() AS id, n FROM generate_series(0, 99) AS n";
    private static final String CONVERSATIONS = "INSERT INTO conversations (user_id, title, topic, sub_topic)"
            + " SELECT (SELECT id FROM drill_users WHERE n = g % 100), 'conversation ' || g, 'topic ' || g % 50,"
            + " 'sub topic ' || g % 200 FROM generate_series(?, ?) AS g RETURNING id";
    private static final String MESSAGES = "INSERT INTO messages (conversation_id, message_type, content)"
            + " SELECT id, CASE WHEN ? % 2 = 0 THEN 'assistant' ELSE 'user' END, 'x' FROM conversations WHERE id = ANY (?)";
    private static final String COUNTS =
            "UPDATE conversations SET message_count = ?, last_message = 'x' WHERE id = ANY (?)";
    private static final String FEEDBACK = "INSERT INTO feedback (user_id, message_id, feedback_type, score)"
            + " SELECT (SELECT id FROM drill_users WHERE n = 7), m.id, 'thumb', 1 FROM messages AS m"
            + " WHERE m.conversation_id = ANY (?) AND random() < 0.1";
    private static final String RENAMES =
            "UPDATE conversations SET title = title || '.' WHERE id = ANY (?) AND random() < 0.5";

    private final Connection connection;

    /** Takes a connection with autocommit off. */
    History(Connection connection) {
        this.connection = connection;
    }

    /** Writes so many messages and all that belongs to them. */
    void write(int messages) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(USERS);
        }
        int conversations = messages / MESSAGES_A_CONVERSATION;
        for (int from = 1; from <= conversations; from += STEP) {
            writeSome(from, Math.min(conversations, from + STEP - 1));
            connection.commit();
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("ANALYZE");
        }
        connection.commit();
    }

    private void writeSome(int from, int to) throws SQLException {
        List<UUID> ids = new ArrayList<>();
        try (PreparedStatement insert = connection.prepareStatement(CONVERSATIONS)) {
            insert.setInt(1, from);
            insert.setInt(2, to);
            try (ResultSet row = insert.executeQuery()) {
                while (row.next()) {
                    ids.add(row.getObject(1, UUID.class));
                }
            }
        }
        Array conversations = connection.createArrayOf("uuid", ids.toArray());
        for (int message = 1; message <= MESSAGES_A_CONVERSATION; message++) {
            for (String sql : new String[] {MESSAGES, COUNTS}) {
                try (PreparedStatement statement = connection.prepareStatement(sql)) {
                    statement.setInt(1, message);
                    statement.setArray(2, conversations);
                    statement.executeUpdate();
                }
            }
            connection.commit();
        }
        for (String sql : new String[] {FEEDBACK, RENAMES}) {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setArray(1, conversations);
                statement.executeUpdate();
            }
        }
    }
}
