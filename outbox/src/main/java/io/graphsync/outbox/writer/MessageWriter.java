package io.graphsync.outbox.writer;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Creates messages so that a repeated request makes no second one. The trigger on {@code messages} writes the event of
 * a message that is new, and of none other.
 */
public final class MessageWriter {
    private static final String INSERT =
            "INSERT INTO messages (conversation_id, message_type, content, idempotency_key)"
                    + " VALUES (?, ?, ?, ?)"
                    + " ON CONFLICT (conversation_id, idempotency_key) WHERE idempotency_key IS NOT NULL DO NOTHING"
                    + " RETURNING id";
    private static final String FIND = "SELECT id FROM messages WHERE conversation_id = ? AND idempotency_key = ?";

    private MessageWriter() {}

    /**
     * A message to create.
     *
     * @param conversationId a conversation that exists
     * @param messageType {@code user}, {@code assistant} or {@code system}
     * @param content the text
     * @param idempotencyKey the client's key of this request, unique within the conversation
     */
    public record NewMessage(UUID conversationId, String messageType, String content, String idempotencyKey) {
        /** Checks that all are there. */
        public NewMessage {
            Objects.requireNonNull(conversationId, "conversationId");
            Objects.requireNonNull(messageType, "messageType");
            Objects.requireNonNull(content, "content");
            Objects.requireNonNull(idempotencyKey, "idempotencyKey");
        }
    }

    /**
     * The message of a request.
     *
     * @param id the message's id
     * @param created whether this call created it; false where an earlier call had
     */
    public record CreatedMessage(UUID id, boolean created) {}

    /**
     * Creates a message, or finds the one that an earlier call with the same key created. Waits for a concurrent call
     * with the same key to end.
     *
     * @param connection in a READ COMMITTED transaction: autocommit is off
     * @throws IllegalStateException if autocommit is on
     * @throws SQLException if the server refuses; the caller rolls back
     */
    public static CreatedMessage create(Connection connection, NewMessage message) throws SQLException {
        Transactions.require(connection);
        while (true) {
            Optional<UUID> created = insert(connection, message);
            if (created.isPresent()) {
                return new CreatedMessage(created.get(), true);
            }
            Optional<UUID> existing = find(connection, message);
            if (existing.isPresent()) {
                return new CreatedMessage(existing.get(), false);
            }
            // The message that stood in the way was deleted between the two statements: the key is free again.
        }
    }

    private static Optional<UUID> insert(Connection connection, NewMessage message) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setObject(1, message.conversationId());
            insert.setString(2, message.messageType());
            insert.setString(3, message.content());
            insert.setString(4, message.idempotencyKey());
            return firstId(insert);
        }
    }

    private static Optional<UUID> find(Connection connection, NewMessage message) throws SQLException {
        try (PreparedStatement find = connection.prepareStatement(FIND)) {
            find.setObject(1, message.conversationId());
            find.setString(2, message.idempotencyKey());
            return firstId(find);
        }
    }

    private static Optional<UUID> firstId(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            return row.next() ? Optional.of(row.getObject(1, UUID.class)) : Optional.empty();
        }
    }
}
