package io.graphsync.verification.chaos.workload;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** Runs the changes of a transaction on a connection. */
final class RowWriter {
    private RowWriter() {}

    static void write(Connection connection, Transaction transaction) throws SQLException {
        for (Change change : transaction.changes()) {
            write(connection, change);
        }
        connection.commit();
    }

    private static void write(Connection connection, Change change) throws SQLException {
        switch (change) {
            case Change.StartConversation start ->
                run(
                        connection,
                        "INSERT INTO conversations (id, user_id, title, topic, sub_topic)"
                                + " VALUES (?, ?, ?, nullif(?, ''), nullif(?, '')) ON CONFLICT DO NOTHING",
                        start.id(),
                        start.user(),
                        start.title(),
                        start.topic(),
                        start.subTopic());
            case Change.ChangeConversation turn ->
                run(
                        connection,
                        "UPDATE conversations SET title = nullif(?, ''), topic = nullif(?, ''), sub_topic = nullif(?, '')"
                                + " WHERE id = ?",
                        turn.title(),
                        turn.topic(),
                        turn.subTopic(),
                        turn.id());
            case Change.GiveAway give ->
                run(connection, "UPDATE conversations SET user_id = ? WHERE id = ?", give.user(), give.id());
            case Change.AddMessage add ->
                run(
                        connection,
                        "INSERT INTO messages (id, conversation_id, message_type, content)"
                                + " SELECT ?, id, ?, 'said' FROM conversations WHERE id = ? FOR KEY SHARE",
                        add.id(),
                        add.type(),
                        add.conversation());
            case Change.MoveMessage move ->
                run(
                        connection,
                        "UPDATE messages SET conversation_id = ? WHERE id = ?"
                                + " AND EXISTS (SELECT FROM conversations WHERE id = ?)",
                        move.conversation(),
                        move.id(),
                        move.conversation());
            case Change.GiveFeedback feedback ->
                run(
                        connection,
                        "INSERT INTO feedback (user_id, message_id, feedback_type, score, at)"
                                + " SELECT ?, id, ?, ?, clock_timestamp() FROM messages WHERE id = ?"
                                + " ON CONFLICT (user_id, message_id) DO UPDATE SET feedback_type = excluded.feedback_type,"
                                + " score = excluded.score, at = excluded.at",
                        feedback.user(),
                        feedback.type(),
                        feedback.score(),
                        feedback.message());
            case Change.WithdrawFeedback withdraw ->
                run(
                        connection,
                        "DELETE FROM feedback WHERE user_id = ? AND message_id = ?",
                        withdraw.user(),
                        withdraw.message());
            case Change.DeleteMessage delete -> run(connection, "DELETE FROM messages WHERE id = ?", delete.id());
            case Change.DeleteConversation delete ->
                run(connection, "DELETE FROM conversations WHERE id = ?", delete.id());
            case Change.WritePoison poison ->
                run(
                        connection,
                        "INSERT INTO graph_outbox (id, event_type, entity_id, payload) VALUES (?, ?, ?, ?::jsonb)",
                        poison.id(),
                        poison.eventType(),
                        poison.entity(),
                        poison.payload());
            case Change.Import imported -> importMessages(connection, imported);
            case Change.CopyIn copy -> copy(connection, copy);
        }
    }

    private static void importMessages(Connection connection, Change.Import imported) throws SQLException {
        run(
                connection,
                "INSERT INTO conversations (id, user_id, title, topic) VALUES (?, ?, 'Imported', 'imported')",
                imported.conversation(),
                imported.user());
        run(
                connection,
                "INSERT INTO messages (id, conversation_id, message_type, content)"
                        + " SELECT md5(?::text || n)::uuid, ?, 'user', 'imported' FROM generate_series(1, ?) AS n",
                imported.conversation(),
                imported.conversation(),
                imported.messages());
    }

    /** The triggers are off in this transaction: an application that writes its events itself. */
    private static void copy(Connection connection, Change.CopyIn copy) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL session_replication_role = replica");
        }
        CopyManager manager = connection.unwrap(PGConnection.class).getCopyAPI();
        try {
            manager.copyIn(CopyText.CONVERSATIONS, new ByteArrayInputStream(CopyText.conversations(copy)));
            manager.copyIn(CopyText.EVENTS, new ByteArrayInputStream(CopyText.events(copy)));
        } catch (IOException broken) {
            throw new SQLException("COPY broke off", broken);
        }
    }

    private static void run(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.executeUpdate();
        }
    }
}
