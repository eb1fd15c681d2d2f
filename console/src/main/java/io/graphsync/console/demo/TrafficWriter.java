package io.graphsync.console.demo;

import io.graphsync.console.demo.SampleTraffic.Change;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Runs the sample traffic's transactions against PostgreSQL, as an application would. One thread, one connection. */
public final class TrafficWriter implements AutoCloseable {
    private final Connection connection;

    /** Takes a connection that it owns from now on, autocommit off. */
    public TrafficWriter(Connection connection) throws SQLException {
        this.connection = connection;
        connection.setAutoCommit(false);
    }

    void write(SampleTraffic.Transaction transaction) throws SQLException {
        for (Change change : transaction.changes()) {
            switch (change) {
                case Change.StartConversation start ->
                    run(
                            "INSERT INTO conversations (id, user_id, title, topic, sub_topic)"
                                    + " VALUES (?, ?, ?, nullif(?, ''), nullif(?, ''))",
                            start.id(),
                            start.user(),
                            start.title(),
                            start.topic(),
                            start.subTopic());
                case Change.AddMessage message ->
                    run(
                            "INSERT INTO messages (id, conversation_id, message_type, content) VALUES (?, ?, ?, ?)",
                            message.id(),
                            message.conversation(),
                            message.type(),
                            message.content());
                case Change.ChangeTopic turn ->
                    run(
                            "UPDATE conversations SET topic = nullif(?, ''), sub_topic = nullif(?, ''),"
                                    + " updated_at = clock_timestamp() WHERE id = ?",
                            turn.topic(),
                            turn.subTopic(),
                            turn.conversation());
                case Change.GiveFeedback feedback ->
                    run(
                            "INSERT INTO feedback (user_id, message_id, feedback_type, score, at)"
                                    + " VALUES (?, ?, ?, ?, clock_timestamp()) ON CONFLICT (user_id, message_id) DO UPDATE"
                                    + " SET feedback_type = excluded.feedback_type, score = excluded.score, at = excluded.at",
                            feedback.user(),
                            feedback.message(),
                            feedback.type(),
                            feedback.score());
                case Change.DeleteConversation delete -> run("DELETE FROM conversations WHERE id = ?", delete.id());
                case Change.WritePoison poison ->
                    run(
                            "INSERT INTO graph_outbox (event_type, entity_id, payload) VALUES (?, ?, ?::jsonb)",
                            poison.eventType(),
                            poison.entity(),
                            poison.payload());
            }
        }
        connection.commit();
    }

    private void run(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.executeUpdate();
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
