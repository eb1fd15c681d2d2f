package io.graphsync.verification.migrations;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.schema.report.Report;
import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import io.graphsync.verification.database.MigrationRun;
import io.graphsync.verification.database.Sql;
import io.graphsync.verification.database.WrittenEvents;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The migrations over tables that hold rows: those of an earlier release, and those that somebody made by hand. */
@UseStack(ServerKind.POSTGRES)
class FilledDatabaseIT {
    private static final String FILL_OUTBOX = "INSERT INTO graph_outbox (event_type, entity_id, payload, created_at)"
            + " SELECT 'n', gen_random_uuid(), to_jsonb(i), timestamptz '2026-01-01Z' + i * interval '1 second'"
            + " FROM generate_series(%d, %d, -1) AS i";

    @TempDir
    private Path directory = Path.of(".");

    @Test
    void older_outbox_rows_are_numbered_by_their_creation_and_below_newer_ones(TestStack stack) throws Exception {
        MigrationRun.postgres(stack).applyUpTo(10, directory);
        try (Sql sql = Sql.open(stack)) {
            // More than two batches; they stand in the table the other way round.
            sql.run(FILL_OUTBOX.formatted(21000, 1));
            sql.run("UPDATE graph_outbox SET status = 'deadletter', last_error = 'x' WHERE payload = '7'");
            MigrationRun.postgres(stack).applyUpTo(11, directory);
            // A writer goes on between the steps.
            sql.run(
                    "INSERT INTO graph_outbox (event_type, entity_id, payload) VALUES ('n', gen_random_uuid(), '21001')");

            MigrationRun.postgres(stack).withPasswords().apply();
            sql.run(
                    "INSERT INTO graph_outbox (event_type, entity_id, payload) VALUES ('n', gen_random_uuid(), '21002')");

            assertThat(sql.rows("SELECT count(*), count(DISTINCT seq), min(seq), bool_and(schema_version = 1)"
                            + " FROM graph_outbox"))
                    .containsExactly("21002 21002 1 t");
            assertThat(sql.value("SELECT count(*) FROM (SELECT payload::int AS n, row_number() OVER (ORDER BY seq) AS r"
                            + " FROM graph_outbox) AS o WHERE n <> r"))
                    .isEqualTo("0");
            assertThat(sql.rows("SELECT status, last_error FROM graph_outbox WHERE payload = '7'"))
                    .containsExactly("deadletter x");
            assertThat(sql.refusal("INSERT INTO graph_outbox (event_type, entity_id, payload, seq)"
                                    + " VALUES ('n', gen_random_uuid(), '{}', 1)")
                            .sqlState())
                    .isEqualTo("428C9");
            assertThat(sql.rows("SELECT relname FROM pg_class WHERE relname IN"
                            + " ('graph_outbox_order', 'graph_outbox_unnumbered_idx')"))
                    .isEmpty();
        }
    }

    @Test
    void older_rows_write_their_events_when_they_change(TestStack stack) throws Exception {
        MigrationRun.postgres(stack).applyUpTo(10, directory);
        try (Sql sql = Sql.open(stack)) {
            sql.run("INSERT INTO conversations (title, topic) SELECT 't' || i, 'a' FROM generate_series(1, 3) AS i");
            sql.run("INSERT INTO messages (conversation_id, message_type, content)"
                    + " SELECT id, 'user', 'one café' FROM conversations, generate_series(1, 700)");

            MigrationRun.applyAll(stack);
            WrittenEvents events = new WrittenEvents(sql);

            assertThat(sql.value("SELECT count(*) FROM graph_outbox")).isEqualTo("0");
            sql.run("UPDATE conversations SET topic = 'b' WHERE title = 't1'");
            assertThat(events.one().type()).isEqualTo("conversation_upsert");
            sql.run("DELETE FROM conversations");
            assertThat(events.next()).hasSize(3 + 2100);
        }
    }

    @Test
    void the_full_text_of_older_messages_is_filled_where_the_server_offers_unaccent(TestStack stack) throws Exception {
        MigrationRun.postgres(stack).applyUpTo(2, directory);
        try (Sql sql = Sql.open(stack)) {
            boolean fullText = !sql.rows("SELECT 1 FROM pg_available_extensions WHERE name = 'unaccent'")
                    .isEmpty();
            sql.run("INSERT INTO conversations DEFAULT VALUES");
            sql.run("INSERT INTO messages (conversation_id, message_type, content)"
                    + " SELECT id, 'user', 'one café' FROM conversations, generate_series(1, 2500)");

            MigrationRun.applyAll(stack);

            if (fullText) {
                assertThat(sql.value("SELECT count(*) FROM messages"
                                + " WHERE ts @@ websearch_to_tsquery('english', unaccented('cafe'))"))
                        .isEqualTo("2500");
                assertThat(sql.value("SELECT count(*) FROM messages WHERE updated_at <> created_at"))
                        .isEqualTo("0");
            } else {
                assertThat(sql.rows("SELECT 1 FROM pg_attribute"
                                + " WHERE attrelid = 'messages'::regclass AND attname = 'ts'"))
                        .isEmpty();
            }
        }
    }

    @Test
    void a_row_that_breaks_a_rule_is_told_by_the_rules_name_and_does_not_stop_the_pipeline(TestStack stack)
            throws Exception {
        MigrationRun.postgres(stack).applyUpTo(10, directory);
        try (Sql sql = Sql.open(stack)) {
            sql.run("INSERT INTO conversations DEFAULT VALUES");
            sql.run("INSERT INTO messages (conversation_id, message_type, content)"
                    + " SELECT id, 'bot', 'hello' FROM conversations");

            Report report = MigrationRun.postgres(stack).withPasswords().tryToApply();

            assertThat(report.end().orElseThrow().message())
                    .contains(
                            "pg/23_validate_contract.sql",
                            "\"messages_message_type_fits_graph\"",
                            "violated by some row");
            WrittenEvents events = new WrittenEvents(sql);
            sql.run("UPDATE conversations SET title = 'new'");
            assertThat(events.one().type()).isEqualTo("conversation_upsert");
            sql.run("UPDATE messages SET message_type = 'assistant'");
            assertThat(MigrationRun.postgres(stack).withPasswords().apply().appliedNow())
                    .containsOnlyKeys(
                            "pg/23_validate_contract.sql",
                            "pg/24_outbox_entity_index.sql",
                            "pg/25_resend.sql",
                            "pg/26_jobs.sql");
        }
    }

    @Test
    void tables_that_somebody_made_by_hand_are_adopted(TestStack stack) throws Exception {
        try (Sql sql = Sql.open(stack)) {
            makeByHand(sql);
            sql.run("INSERT INTO conversations (id, title) VALUES (gen_random_uuid(), 'old')");
            sql.run("INSERT INTO messages (id, conversation_id, message_type, content)"
                    + " SELECT gen_random_uuid(), id, 'user', 'old' FROM conversations");
            sql.run(FILL_OUTBOX
                    .replace("(event_type", "(id, event_type")
                    .replace("SELECT 'n'", "SELECT gen_random_uuid(), 'n'")
                    .formatted(3, 1));
            sql.run("INSERT INTO graph_outbox (id, event_type, entity_id, payload, created_at)"
                    + " VALUES (gen_random_uuid(), 'n', gen_random_uuid(), '4', NULL)");

            MigrationRun.applyAll(stack);

            assertThat(sql.rows("SELECT payload, seq FROM graph_outbox ORDER BY seq"))
                    .containsExactly("1 1", "2 2", "3 3", "4 4");
            assertThat(sql.value("SELECT count(*) FROM pg_constraint WHERE conrelid = 'messages'::regclass"
                            + " AND contype = 'f'"))
                    .isEqualTo("1");
            try (Sql application = MigrationRun.login(stack, "app_rw")) {
                WrittenEvents events = new WrittenEvents(sql);
                application.run("INSERT INTO conversations (id, title) VALUES (gen_random_uuid(), 'new')");
                assertThat(events.one().payload()).contains("\"title\": \"new\"");
                application.run("DELETE FROM conversations WHERE title = 'old'");
                assertThat(events.next()).hasSize(2);
                application.assertNotAllowed("UPDATE graph_outbox SET payload = '{}'");
            }
        }
    }

    /** The tables as their column lists alone say, by a role that is not the runner's. */
    private static void makeByHand(Sql sql) throws SQLException {
        sql.run("CREATE TABLE conversations (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), title text, topic text,"
                + " sub_topic text, last_message text, message_count int DEFAULT 0, created_at timestamptz DEFAULT now(),"
                + " updated_at timestamptz DEFAULT now(), is_active boolean DEFAULT true)");
        sql.run("CREATE TABLE messages (id uuid PRIMARY KEY DEFAULT gen_random_uuid(),"
                + " conversation_id uuid NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,"
                + " message_type varchar(20) NOT NULL CHECK (message_type IN ('user', 'assistant', 'system')),"
                + " content text NOT NULL, idempotency_key varchar(100), created_at timestamptz DEFAULT now(),"
                + " updated_at timestamptz DEFAULT now(), is_active boolean DEFAULT true)");
        sql.run("CREATE TABLE graph_outbox (id uuid PRIMARY KEY, event_type text NOT NULL, entity_id uuid NOT NULL,"
                + " payload jsonb NOT NULL, status text NOT NULL DEFAULT 'pending', attempts int NOT NULL DEFAULT 0,"
                + " last_error text, created_at timestamptz DEFAULT now(), updated_at timestamptz DEFAULT now())");
    }

    @Test
    void tables_of_another_shape_are_refused_with_what_is_wrong(TestStack stack) throws SQLException {
        try (Sql sql = Sql.open(stack)) {
            sql.run("CREATE TABLE conversations (id bigint PRIMARY KEY, title text)");

            Report report = MigrationRun.postgres(stack).tryToApply();

            assertThat(report.end().orElseThrow().message())
                    .contains(
                            "pg/02_conversations_messages.sql",
                            "conversations.id is bigint, must be uuid",
                            "conversations.topic is missing",
                            "Nothing of this file was applied");
        }
    }

    @Test
    void an_outbox_of_another_shape_is_refused_with_what_is_wrong(TestStack stack) throws SQLException {
        try (Sql sql = Sql.open(stack)) {
            sql.run("CREATE TABLE graph_outbox (id uuid PRIMARY KEY, event_type text, entity_id text, payload json)");

            Report report = MigrationRun.postgres(stack).tryToApply();

            assertThat(report.end().orElseThrow().message())
                    .contains("entity_id is text, must be uuid", "payload is json, must be jsonb", "status is missing");
        }
    }
}
