package io.graphsync.verification.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import io.graphsync.verification.database.MigrationRun;
import io.graphsync.verification.database.Sql;
import io.graphsync.verification.database.WrittenEvents;
import io.graphsync.verification.database.WrittenEvents.Event;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which change of a conversation writes which event. */
@UseStack(ServerKind.POSTGRES)
class ConversationEventsIT {
    private static final String NOW =
            "SELECT to_char(updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') FROM conversations"
                    + " WHERE id = ?";

    private final UUID id = UUID.randomUUID();
    private final UUID user = UUID.randomUUID();

    @BeforeEach
    void migrate(TestStack stack) {
        MigrationRun.applyAll(stack);
    }

    private void insertGreeting(Sql sql) throws SQLException {
        sql.run(
                "INSERT INTO conversations (id, user_id, title, topic, sub_topic, updated_at)"
                        + " VALUES (?, ?, 'Hello', 'greetings', 'morning', '2026-01-02 03:04:05.678901+00')",
                id,
                user);
    }

    private Event upsert(String title, String topic, String subTopic, String updatedAt) {
        return new Event(
                "conversation_upsert",
                id.toString(),
                ("{\"title\": %s, \"topic\": %s, \"user_id\": \"%s\", \"sub_topic\": %s, \"updated_at\": \"%s\","
                                + " \"conversation_id\": \"%s\"}")
                        .formatted(title, topic, user, subTopic, updatedAt, id));
    }

    @Test
    void an_insert_writes_what_the_graph_shows(TestStack stack) throws SQLException {
        try (Sql sql = Sql.open(stack)) {
            WrittenEvents events = new WrittenEvents(sql);

            insertGreeting(sql);

            assertThat(events.next())
                    .containsExactly(
                            upsert("\"Hello\"", "\"greetings\"", "\"morning\"", "2026-01-02T03:04:05.678901Z"));
        }
    }

    @Test
    void times_are_in_utc_whatever_the_session_speaks(TestStack stack) throws SQLException {
        try (Sql sql = Sql.open(stack)) {
            WrittenEvents events = new WrittenEvents(sql);
            sql.run("SET TimeZone = 'Asia/Kolkata'");
            sql.run("SET DateStyle = 'ISO, DMY'");
            sql.run("SET IntervalStyle = 'postgres_verbose'");

            insertGreeting(sql);

            assertThat(events.one().payload()).contains("\"updated_at\": \"2026-01-02T03:04:05.678901Z\"");
        }
    }

    @Test
    void the_outbox_row_is_of_the_same_transaction_and_pending(TestStack stack) throws SQLException {
        try (Sql sql = Sql.open(stack)) {
            sql.begin();
            insertGreeting(sql);

            assertThat(sql.rows("SELECT xid = pg_current_xact_id(), created_at = now(), updated_at = now(), status,"
                            + " attempts, last_error, schema_version, traceparent FROM graph_outbox"))
                    .containsExactly("t t t pending 0 null 1 null");
            sql.rollback();
            assertThat(sql.value("SELECT count(*) FROM graph_outbox")).isEqualTo("0");
        }
    }

    @Test
    void an_update_of_the_topic_writes_the_new_state_with_its_time(TestStack stack) throws SQLException {
        try (Sql sql = Sql.open(stack)) {
            insertGreeting(sql);
            WrittenEvents events = new WrittenEvents(sql);

            sql.run("UPDATE conversations SET topic = 'farewells' WHERE id = ?", id);

            String updatedAt = sql.value(NOW, id);
            assertThat(updatedAt).isGreaterThan("2026-01-02T03:04:05.678901Z");
            assertThat(events.next()).containsExactly(upsert("\"Hello\"", "\"farewells\"", "\"morning\"", updatedAt));
        }
    }

    @Test
    void a_time_that_the_update_sets_itself_stays(TestStack stack) throws SQLException {
        try (Sql sql = Sql.open(stack)) {
            insertGreeting(sql);
            WrittenEvents events = new WrittenEvents(sql);

            sql.run("UPDATE conversations SET topic = 'farewells', updated_at = '2025-01-01 00:00:00+00'");

            assertThat(events.next())
                    .containsExactly(
                            upsert("\"Hello\"", "\"farewells\"", "\"morning\"", "2025-01-01T00:00:00.000000Z"));
        }
    }

    @Test
    void no_title_is_sent_as_the_empty_one_and_no_topic_as_null(TestStack stack) throws SQLException {
        try (Sql sql = Sql.open(stack)) {
            insertGreeting(sql);
            WrittenEvents events = new WrittenEvents(sql);

            sql.run(
                    "UPDATE conversations SET title = NULL, topic = NULL, sub_topic = NULL, updated_at = '2026-02-01Z'");
            sql.run("UPDATE conversations SET title = '', topic = '', sub_topic = ''");

            assertThat(events.next())
                    .containsExactly(
                            upsert("\"\"", "null", "null", "2026-02-01T00:00:00.000000Z"),
                            upsert("\"\"", "\"\"", "\"\"", sql.value(NOW, id)));
        }
    }

    @Test
    void a_conversation_without_owner_says_so(TestStack stack) throws SQLException {
        try (Sql sql = Sql.open(stack)) {
            WrittenEvents events = new WrittenEvents(sql);

            sql.run("INSERT INTO conversations DEFAULT VALUES");

            assertThat(events.one().payload()).contains("\"user_id\": null", "\"title\": \"\"", "\"topic\": null");
        }
    }

    @Test
    void a_change_that_the_graph_shows_by_its_time_alone_writes_an_event(TestStack stack) throws SQLException {
        try (Sql sql = Sql.open(stack)) {
            insertGreeting(sql);
            WrittenEvents events = new WrittenEvents(sql);

            sql.run("UPDATE conversations SET last_message = 'bye', message_count = message_count + 1");

            assertThat(events.next())
                    .containsExactly(upsert("\"Hello\"", "\"greetings\"", "\"morning\"", sql.value(NOW, id)));
        }
    }

    @Test
    void an_update_that_changes_nothing_writes_nothing(TestStack stack) throws SQLException {
        try (Sql sql = Sql.open(stack)) {
            insertGreeting(sql);
            WrittenEvents events = new WrittenEvents(sql);

            sql.run("UPDATE conversations SET topic = topic, title = 'Hello'");
            sql.run("UPDATE conversations SET created_at = now()");

            assertThat(events.next()).isEmpty();
        }
    }

    @Test
    void a_new_key_writes_the_delete_of_the_old_one_first(TestStack stack) throws SQLException {
        UUID next = UUID.randomUUID();
        try (Sql sql = Sql.open(stack)) {
            insertGreeting(sql);
            WrittenEvents events = new WrittenEvents(sql);

            sql.run("UPDATE conversations SET id = ?", next);

            assertThat(events.next())
                    .extracting(Event::type, Event::entityId)
                    .containsExactly(
                            tuple("conversation_delete", id.toString()), tuple("conversation_upsert", next.toString()));
        }
    }

    @Test
    void a_delete_writes_one_event_for_each_row_that_goes_with_it(TestStack stack) throws SQLException {
        UUID first = UUID.randomUUID();
        UUID second = UUID.randomUUID();
        try (Sql sql = Sql.open(stack)) {
            insertGreeting(sql);
            sql.run(
                    "INSERT INTO messages (id, conversation_id, message_type, content)"
                            + " VALUES (?, ?, 'user', 'hello'), (?, ?, 'assistant', 'hello you')",
                    first,
                    id,
                    second,
                    id);
            sql.run(
                    "INSERT INTO feedback (user_id, message_id, feedback_type)"
                            + " VALUES (?, ?, 'up'), (gen_random_uuid(), ?, 'down')",
                    user,
                    second,
                    second);
            WrittenEvents events = new WrittenEvents(sql);

            sql.begin().run("DELETE FROM conversations");
            String now = sql.value("SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')");
            sql.commit();

            List<Event> written = events.next();
            assertThat(written).hasSize(5);
            assertThat(written)
                    .contains(
                            new Event(
                                    "conversation_delete",
                                    id.toString(),
                                    "{\"deleted_at\": \"%s\", \"conversation_id\": \"%s\"}".formatted(now, id)),
                            messageDelete(first, now),
                            messageDelete(second, now),
                            new Event(
                                    "feedback_delete",
                                    second.toString(),
                                    "{\"user_id\": \"%s\", \"deleted_at\": \"%s\", \"message_id\": \"%s\"}"
                                            .formatted(user, now, second)));
            assertThat(written).filteredOn("type", "feedback_delete").hasSize(2);
        }
    }

    private Event messageDelete(UUID message, String now) {
        return new Event(
                "message_delete",
                message.toString(),
                "{\"deleted_at\": \"%s\", \"message_id\": \"%s\", \"conversation_id\": \"%s\"}"
                        .formatted(now, message, id));
    }

    @Test
    void a_statement_over_many_rows_writes_an_event_for_each(TestStack stack) throws SQLException {
        try (Sql sql = Sql.open(stack)) {
            WrittenEvents events = new WrittenEvents(sql);

            sql.run("INSERT INTO conversations (topic) SELECT 't' || i FROM generate_series(1, 100) AS i");
            assertThat(events.next()).hasSize(100);
            sql.run("UPDATE conversations SET topic = 't1'");

            assertThat(events.next()).hasSize(99);
        }
    }

    @Test
    void hostile_text_arrives_as_it_is(TestStack stack) throws SQLException {
        String title = "'; DROP TABLE conversations; -- \" \\ $$ \u2028 \u0001 \uD83D\uDE00 {}[]</script> ${x} %s";
        try (Sql sql = Sql.open(stack)) {
            sql.run("INSERT INTO conversations (title, topic) VALUES (?, ?)", title, title);

            assertThat(sql.value("SELECT payload ->> 'title' FROM graph_outbox"))
                    .isEqualTo(title);
            assertThat(sql.value("SELECT payload ->> 'topic' FROM graph_outbox"))
                    .isEqualTo(title);
        }
    }

    @Test
    void the_change_that_wins_has_the_highest_version(TestStack stack) throws Exception {
        try (Sql sql = Sql.open(stack);
                Sql second = Sql.open(stack);
                ExecutorService thread = Executors.newSingleThreadExecutor()) {
            insertGreeting(sql);
            second.begin();
            String secondPid = second.value("SELECT pg_backend_pid()");

            sql.begin().run("UPDATE conversations SET title = 'first'");
            Future<Integer> later = thread.submit(() -> second.run("UPDATE conversations SET title = 'second'"));
            await().until(() -> sql.rows("SELECT 1 FROM pg_locks WHERE NOT granted AND pid = ?::int", secondPid)
                            .size()
                    == 1);
            sql.commit();
            assertThat(later.get()).isEqualTo(1);
            second.commit();

            assertThat(sql.rows("SELECT payload ->> 'title' FROM graph_outbox ORDER BY seq"))
                    .containsExactly("Hello", "first", "second");
            assertThat(sql.value("SELECT title FROM conversations")).isEqualTo("second");
        }
    }

    @Test
    void truncate_is_refused_with_a_way_out(TestStack stack) throws SQLException {
        try (Sql sql = Sql.open(stack)) {
            insertGreeting(sql);

            for (String table : List.of("conversations CASCADE", "messages CASCADE", "feedback")) {
                assertThat(sql.refusal("TRUNCATE " + table).message())
                        .contains("would leave its rows in the graph", "DELETE FROM public.");
            }
            assertThat(sql.value("SELECT count(*) FROM conversations")).isEqualTo("1");
        }
    }
}
