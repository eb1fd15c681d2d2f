package io.graphsync.verification.migrations;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.schema.plan.FileState;
import io.graphsync.schema.plan.PlannedFile;
import io.graphsync.schema.report.Report;
import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import io.graphsync.verification.database.MigrationRun;
import io.graphsync.verification.database.Sql;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a new database holds after an apply; requirements of the tables that no other test here looks at. */
@UseStack(ServerKind.POSTGRES)
class MigrationsIT {
    private static final List<String> NEED_UNACCENT =
            List.of("pg/01_extensions.sql", "pg/03_full_text.sql", "pg/09_full_text_index.sql");
    private static final List<String> NEED_VECTOR =
            List.of("pg/04_messages_embeddings.sql", "pg/10_messages_embeddings_index.sql");

    private static boolean offers(Sql sql, String extension) throws SQLException {
        return !sql.rows("SELECT 1 FROM pg_available_extensions WHERE name = ?", extension)
                .isEmpty();
    }

    private static Map<String, FileState> states(Report report) {
        Map<String, FileState> states = new TreeMap<>();
        for (PlannedFile file : report.files()) {
            states.put(file.path(), file.state());
        }
        return states;
    }

    @Test
    void everything_is_applied_but_what_waits_for_an_extension_that_the_server_does_not_offer(TestStack stack)
            throws SQLException {
        try (Sql sql = Sql.open(stack)) {
            Report report = MigrationRun.postgres(stack).apply();

            boolean unaccent = offers(sql, "unaccent");
            boolean vector = offers(sql, "vector");
            states(report).forEach((path, state) -> {
                boolean waits = (!unaccent && NEED_UNACCENT.contains(path)) || (!vector && NEED_VECTOR.contains(path));
                assertThat(state).as(path).isInstanceOf(waits ? FileState.HeldBack.class : FileState.Applied.class);
            });
            if (!vector) {
                assertThat(states(report).get("pg/04_messages_embeddings.sql"))
                        .isInstanceOfSatisfying(
                                FileState.HeldBack.class,
                                held -> assertThat(held.reason()).contains("vector"));
                assertThat(states(report).get("pg/10_messages_embeddings_index.sql"))
                        .isInstanceOfSatisfying(
                                FileState.HeldBack.class,
                                held -> assertThat(held.reason()).contains("pg/04"));
            }
        }
    }

    @Test
    void a_second_apply_does_nothing(TestStack stack) throws SQLException {
        MigrationRun.applyAll(stack);
        try (Sql sql = Sql.open(stack)) {
            List<String> history = sql.rows("SELECT file_name, applied_at FROM schema_migrations ORDER BY 1");
            String catalog = sql.value("SELECT max(xmin::text::bigint) FROM pg_class");

            Report second = MigrationRun.postgres(stack).withPasswords().apply();

            assertThat(second.appliedNow()).isEmpty();
            assertThat(sql.rows("SELECT file_name, applied_at FROM schema_migrations ORDER BY 1"))
                    .isEqualTo(history);
            assertThat(sql.value("SELECT max(xmin::text::bigint) FROM pg_class"))
                    .isEqualTo(catalog);
        }
    }

    @Test
    void conversations_and_messages_have_the_defaults_that_applications_count_on(TestStack stack) throws SQLException {
        MigrationRun.applyAll(stack);
        try (Sql sql = Sql.open(stack)) {
            sql.run("INSERT INTO conversations DEFAULT VALUES");
            sql.run("INSERT INTO messages (conversation_id, message_type, content)"
                    + " SELECT id, 'user', '' FROM conversations");

            assertThat(sql.rows("SELECT id IS NOT NULL, title, topic, sub_topic, last_message, message_count,"
                            + " created_at = updated_at, is_active, user_id FROM conversations"))
                    .containsExactly("t null null null null 0 t t null");
            assertThat(sql.rows("SELECT id IS NOT NULL, idempotency_key, created_at = updated_at, is_active"
                            + " FROM messages"))
                    .containsExactly("t null t t");
        }
    }

    @Test
    void the_indexes_that_the_queries_need_are_there_and_valid(TestStack stack) throws SQLException {
        MigrationRun.applyAll(stack);
        try (Sql sql = Sql.open(stack)) {
            assertThat(sql.rows("SELECT count(*) FROM pg_index WHERE NOT indisvalid"))
                    .containsExactly("0");
            assertThat(sql.rows("SELECT regexp_replace(indexdef, '^CREATE (UNIQUE )?INDEX \\S+ ON public\\.', '\\1')"
                            + " FROM pg_indexes WHERE schemaname = 'public'"))
                    .contains(
                            "messages USING btree (conversation_id)",
                            "messages USING btree (created_at DESC)",
                            "conversations USING btree (updated_at DESC)",
                            "conversations USING btree (topic, sub_topic)",
                            "conversations USING btree (user_id)",
                            "feedback USING btree (message_id)",
                            "graph_outbox USING btree (status, created_at)",
                            "UNIQUE graph_outbox USING btree (seq)",
                            "UNIQUE messages USING btree (conversation_id, idempotency_key)"
                                    + " WHERE (idempotency_key IS NOT NULL)");
        }
    }

    @Test
    void an_idempotency_key_is_unique_within_its_conversation_alone(TestStack stack) throws SQLException {
        MigrationRun.applyAll(stack);
        UUID one = UUID.randomUUID();
        UUID other = UUID.randomUUID();
        String insert = "INSERT INTO messages (conversation_id, message_type, content, idempotency_key)"
                + " VALUES (?, 'user', 'hello', ?)";
        try (Sql sql = Sql.open(stack)) {
            sql.run("INSERT INTO conversations (id) VALUES (?), (?)", one, other);
            sql.run(insert, one, "key");

            sql.run(insert, other, "key");
            sql.run(insert, one, null);
            sql.run(insert, one, null);

            assertThat(sql.refusal(insert, one, "key").message()).contains("messages_idempotency_key_key");
        }
    }

    @Test
    void messages_are_found_by_their_words_without_accents_where_the_server_offers_unaccent(TestStack stack)
            throws SQLException {
        MigrationRun.applyAll(stack);
        try (Sql sql = Sql.open(stack)) {
            boolean fullText = offers(sql, "unaccent");
            assertThat(sql.value("SELECT to_regclass('messages_ts_idx') IS NOT NULL"))
                    .isEqualTo(fullText ? "t" : "f");
            if (fullText) {
                sql.run("INSERT INTO conversations DEFAULT VALUES");
                sql.run("INSERT INTO messages (conversation_id, message_type, content)"
                        + " SELECT id, 'user', 'two cafés in Zürich' FROM conversations");
                // More different words than a tsvector holds.
                sql.run("INSERT INTO messages (conversation_id, message_type, content) SELECT id, 'user',"
                        + " (SELECT string_agg('w' || md5(i::text), ' ') FROM generate_series(1, 60000) AS i)"
                        + " FROM conversations");

                String found =
                        "SELECT count(*) FROM messages WHERE ts @@ websearch_to_tsquery('english', unaccented(?))";
                assertThat(sql.value(found, "cafe zurich")).isEqualTo("1");
                assertThat(sql.value(found, "ZÜRICH")).isEqualTo("1");
                assertThat(sql.value("SELECT count(*) FROM messages WHERE ts IS NULL"))
                        .isEqualTo("0");
                sql.run("UPDATE messages SET content = 'tea in Genève' WHERE length(content) < 100");
                assertThat(sql.value(found, "cafe")).isEqualTo("0");
                assertThat(sql.value(found, "geneve")).isEqualTo("1");
            }
        }
    }

    @Test
    void embeddings_are_there_with_their_index_where_the_server_offers_pgvector(TestStack stack) throws SQLException {
        MigrationRun.postgres(stack)
                .with("EMBEDDING_DIMENSIONS", "3")
                .with("EMBEDDING_LISTS", "7")
                .apply();
        try (Sql sql = Sql.open(stack)) {
            boolean vector = offers(sql, "vector");
            assertThat(sql.value("SELECT to_regclass('messages_embeddings') IS NOT NULL"))
                    .isEqualTo(vector ? "t" : "f");
            if (vector) {
                sql.run("INSERT INTO conversations DEFAULT VALUES");
                sql.run("INSERT INTO messages (conversation_id, message_type, content)"
                        + " SELECT id, 'user', 'hello' FROM conversations");
                sql.run("INSERT INTO messages_embeddings (message_id, embedding) SELECT id, '[1,2,3]' FROM messages");

                assertThat(sql.value("SELECT indexdef FROM pg_indexes"
                                + " WHERE indexname = 'messages_embeddings_embedding_idx'"))
                        .contains("USING ivfflat (embedding vector_cosine_ops)", "lists='7'");
                assertThat(sql.refusal("UPDATE messages_embeddings SET embedding = '[1,2]'")
                                .message())
                        .contains("expected 3 dimensions");
                sql.run("DELETE FROM conversations");
                assertThat(sql.value("SELECT count(*) FROM messages_embeddings"))
                        .isEqualTo("0");
            }
        }
    }

    @Test
    void embeddings_have_1536_dimensions_and_100_lists_unless_told_otherwise(TestStack stack) throws SQLException {
        MigrationRun.applyAll(stack);
        try (Sql sql = Sql.open(stack)) {
            List<String> column = sql.rows("SELECT format_type(atttypid, atttypmod) FROM pg_attribute"
                    + " WHERE attrelid = to_regclass('messages_embeddings') AND attname = 'embedding'");
            List<String> index =
                    sql.rows("SELECT reloptions FROM pg_class WHERE relname = 'messages_embeddings_embedding_idx'");

            boolean vector = offers(sql, "vector");
            assertThat(column).isEqualTo(vector ? List.of("vector(1536)") : List.of());
            assertThat(index).isEqualTo(vector ? List.of("{lists=100}") : List.of());
        }
    }
}
