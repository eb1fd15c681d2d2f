package io.graphsync.verification.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import io.graphsync.verification.database.MigrationRun;
import io.graphsync.verification.database.Sql;
import io.graphsync.verification.database.WrittenEvents;
import io.graphsync.verification.database.WrittenEvents.Event;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which change of a message or of feedback writes which event. */
@UseStack(ServerKind.POSTGRES)
class MessageAndFeedbackEventsIT {
    private final UUID conversation = UUID.randomUUID();
    private final UUID message = UUID.randomUUID();
    private final UUID user = UUID.randomUUID();

    @BeforeEach
    void migrate(TestStack stack) throws SQLException {
        MigrationRun.applyAll(stack);
        try (Sql sql = Sql.open(stack)) {
            sql.run("INSERT INTO conversations (id) VALUES (?)", conversation);
        }
    }

    private void insertMessage(Sql sql) throws SQLException {
        sql.run(
                "INSERT INTO messages (id, conversation_id, message_type, content, created_at)"
                        + " VALUES (?, ?, 'user', 'hello', '2026-01-02 03:04:05+00')",
                message,
                conversation);
    }

    private void giveFeedback(Sql sql, String type, @Nullable Double score) throws SQLException {
        sql.run(
                "INSERT INTO feedback (user_id, message_id, feedback_type, score, at)"
                        + " VALUES (?, ?, ?, ?, '2026-01-02 03:04:05+00') ON CONFLICT (user_id, message_id)"
                        + " DO UPDATE SET feedback_type = excluded.feedback_type, score = excluded.score",
                user,
                message,
                type,
                score);
    }

    private Event messageUpsert(UUID inConversation, String type) {
        return new Event(
                "message_upsert",
                message.toString(),
                ("{\"created_at\": \"2026-01-02T03:04:05.000000Z\", \"message_id\": \"%s\", \"message_type\": \"%s\","
                                + " \"conversation_id\": \"%s\"}")
                        .formatted(message, type, inConversation));
    }

    private Event feedback(String type, String score) {
        return new Event(
                "feedback",
                message.toString(),
                ("{\"at\": \"2026-01-02T03:04:05.000000Z\", \"score\": %s, \"user_id\": \"%s\", \"message_id\": \"%s\","
                                + " \"feedback_type\": \"%s\"}")
                        .formatted(score, user, message, type));
    }

    @Test
    void a_message_is_written_without_its_content(TestStack stack) throws SQLException {
        try (Sql sql = Sql.open(stack)) {
            WrittenEvents events = new WrittenEvents(sql);

            insertMessage(sql);

            assertThat(events.next()).containsExactly(messageUpsert(conversation, "user"));
        }
    }

    @Test
    void a_change_of_what_the_graph_does_not_show_writes_nothing_but_is_dated(TestStack stack) throws SQLException {
        try (Sql sql = Sql.open(stack)) {
            insertMessage(sql);
            String before = sql.value("SELECT updated_at FROM messages");
            WrittenEvents events = new WrittenEvents(sql);

            sql.run("UPDATE messages SET content = 'hello there', is_active = false, idempotency_key = 'k'");

            assertThat(events.next()).isEmpty();
            assertThat(sql.value("SELECT updated_at > ?::timestamptz FROM messages", before))
                    .isEqualTo("t");
        }
    }

    @Test
    void a_message_that_moves_or_changes_its_type_is_written_again(TestStack stack) throws SQLException {
        UUID other = UUID.randomUUID();
        try (Sql sql = Sql.open(stack)) {
            sql.run("INSERT INTO conversations (id) VALUES (?)", other);
            insertMessage(sql);
            WrittenEvents events = new WrittenEvents(sql);

            sql.run("UPDATE messages SET message_type = 'assistant'");
            sql.run("UPDATE messages SET conversation_id = ?", other);
            sql.run("UPDATE messages SET conversation_id = ?, message_type = 'assistant'", other);

            assertThat(events.next())
                    .containsExactly(messageUpsert(conversation, "assistant"), messageUpsert(other, "assistant"));
        }
    }

    @Test
    void a_message_that_goes_takes_its_feedback_along(TestStack stack) throws SQLException {
        try (Sql sql = Sql.open(stack)) {
            insertMessage(sql);
            giveFeedback(sql, "up", 1.0);
            WrittenEvents events = new WrittenEvents(sql);

            sql.run("DELETE FROM messages");

            assertThat(events.next())
                    .extracting(Event::type, Event::entityId)
                    .containsExactlyInAnyOrder(
                            tuple("feedback_delete", message.toString()), tuple("message_delete", message.toString()));
        }
    }

    @Test
    void a_new_key_of_a_message_writes_the_delete_of_the_old_one_first(TestStack stack) throws SQLException {
        UUID next = UUID.randomUUID();
        try (Sql sql = Sql.open(stack)) {
            insertMessage(sql);
            WrittenEvents events = new WrittenEvents(sql);

            sql.run("UPDATE messages SET id = ?", next);

            assertThat(events.next())
                    .extracting(Event::type, Event::entityId)
                    .containsExactly(
                            tuple("message_delete", message.toString()), tuple("message_upsert", next.toString()));
        }
    }

    @Test
    void feedback_is_one_for_each_user_and_message(TestStack stack) throws SQLException {
        try (Sql sql = Sql.open(stack)) {
            insertMessage(sql);
            WrittenEvents events = new WrittenEvents(sql);

            giveFeedback(sql, "up", 0.5);
            giveFeedback(sql, "down", null);
            giveFeedback(sql, "down", null);
            giveFeedback(sql, "rating", -3.0);

            assertThat(events.next())
                    .containsExactly(feedback("up", "0.5"), feedback("down", "null"), feedback("rating", "-3"));
            assertThat(sql.rows("SELECT feedback_type, score FROM feedback")).containsExactly("rating -3");
        }
    }

    @Test
    void feedback_that_is_taken_back_or_given_to_another_is_deleted(TestStack stack) throws SQLException {
        UUID other = UUID.randomUUID();
        try (Sql sql = Sql.open(stack)) {
            insertMessage(sql);
            giveFeedback(sql, "up", null);
            WrittenEvents events = new WrittenEvents(sql);

            sql.run("UPDATE feedback SET user_id = ?", other);
            sql.run("DELETE FROM feedback");

            assertThat(events.next())
                    .extracting(Event::type, event -> event.payload().contains(user.toString()))
                    .containsExactly(
                            tuple("feedback_delete", true), tuple("feedback", false), tuple("feedback_delete", false));
        }
    }

    @Test
    void whoever_may_change_a_row_writes_its_event_without_a_right_on_the_outbox(TestStack stack) throws SQLException {
        try (Sql sql = Sql.open(stack)) {
            insertMessage(sql);
            sql.run("CREATE ROLE moderator");
            sql.run("GRANT SELECT, DELETE ON messages TO moderator");
            WrittenEvents events = new WrittenEvents(sql);
            sql.run("SET ROLE moderator");

            sql.run("DELETE FROM messages");
            sql.assertNotAllowed("SELECT FROM graph_outbox");

            sql.run("RESET ROLE");
            assertThat(events.one().type()).isEqualTo("message_delete");
        }
    }
}
