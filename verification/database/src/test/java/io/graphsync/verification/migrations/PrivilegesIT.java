package io.graphsync.verification.migrations;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import io.graphsync.verification.database.MigrationRun;
import io.graphsync.verification.database.Sql;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What each role may do, and what it may not. */
@UseStack(ServerKind.POSTGRES)
class PrivilegesIT {
    @BeforeEach
    void migrate(TestStack stack) throws SQLException {
        try (Sql sql = Sql.open(stack)) {
            sql.run("CREATE TABLE secret_access_log (user_id uuid NOT NULL, at timestamptz DEFAULT now())");
        }
        MigrationRun.applyAll(stack);
        try (Sql sql = Sql.open(stack)) {
            sql.run("INSERT INTO conversations (title) VALUES ('one')");
        }
    }

    @Test
    void the_application_reads_and_writes_every_table_of_public_present_and_future(TestStack stack)
            throws SQLException {
        try (Sql sql = Sql.open(stack);
                Sql migrator = MigrationRun.login(stack, "migrator");
                Sql application = MigrationRun.login(stack, "app_rw")) {
            sql.run("CREATE TABLE of_the_first_runner (id bigserial, name text)");
            migrator.run("CREATE TABLE of_the_migrator (id bigserial, name text)");

            for (String table : List.of("of_the_first_runner", "of_the_migrator")) {
                application.run("INSERT INTO " + table + " (name) VALUES ('a')");
                application.run("UPDATE " + table + " SET name = 'b'");
                assertThat(application.rows("SELECT id, name FROM " + table)).containsExactly("1 b");
                application.run("DELETE FROM " + table);
            }
            application.run("UPDATE conversations SET title = 'two'");
            application.run("INSERT INTO messages (conversation_id, message_type, content)"
                    + " SELECT id, 'user', 'hello' FROM conversations");
            application.run("INSERT INTO feedback (user_id, message_id, feedback_type)"
                    + " SELECT gen_random_uuid(), id, 'up' FROM messages");
            application.run("DELETE FROM conversations");
            application.run("INSERT INTO graph_outbox (event_type, entity_id, payload)"
                    + " VALUES ('own', gen_random_uuid(), '{}')");
            assertThat(application.value("SELECT count(*) FROM graph_outbox")).isEqualTo("8");
        }
    }

    @Test
    void the_application_changes_no_schema(TestStack stack) throws SQLException {
        try (Sql application = MigrationRun.login(stack, "app_rw")) {
            for (String sql : List.of(
                    "CREATE TABLE mine (id int)",
                    "CREATE SCHEMA mine",
                    "CREATE FUNCTION mine() RETURNS int LANGUAGE sql RETURN 1",
                    "CREATE PUBLICATION mine FOR TABLE conversations",
                    "ALTER PUBLICATION graphsync SET (publish = 'insert, update')",
                    "ALTER TABLE conversations ADD COLUMN mine int",
                    "ALTER TABLE conversations DISABLE TRIGGER ALL",
                    "CREATE INDEX ON conversations (title)",
                    "DROP TRIGGER conversations_write_event ON conversations",
                    "DROP TABLE feedback",
                    "TRUNCATE messages",
                    "TRUNCATE graph_outbox",
                    "COMMENT ON TABLE messages IS 'mine'",
                    "GRANT SELECT ON messages TO PUBLIC",
                    "SET session_replication_role = 'replica'",
                    "SELECT setval('graph_outbox_seq_seq', 1)",
                    "SET ROLE migrator",
                    "CREATE ROLE mine",
                    "ALTER ROLE migrator PASSWORD 'mine'")) {
                if (sql.startsWith("GRANT")) {
                    // To grant what one may not pass on is a warning alone.
                    application.run(sql);
                    assertThat(application.value("SELECT has_table_privilege('cdc_source', 'messages', 'SELECT')"))
                            .isEqualTo("f");
                } else {
                    application.assertNotAllowed(sql);
                }
            }
        }
    }

    @Test
    void the_application_reads_the_history_of_migrations_and_cannot_write_it(TestStack stack) throws SQLException {
        try (Sql application = MigrationRun.login(stack, "app_rw")) {
            assertThat(application.value("SELECT count(*) > 15 FROM schema_migrations"))
                    .isEqualTo("t");
            application.refusal("INSERT INTO schema_migrations (file_name) VALUES ('99_mine.sql')");
            application.refusal("UPDATE schema_migrations SET checksum = ''");
            application.refusal("DELETE FROM schema_migrations");
            assertThat(application.value(
                            "SELECT has_table_privilege('schema_migrations', 'INSERT, UPDATE, DELETE, TRUNCATE')"))
                    .isEqualTo("f");
            application.assertNotAllowed("SELECT FROM graphsync_schema.schema_migrations");
            application.assertNotAllowed("UPDATE graphsync_schema.environment SET name = 'production'");
        }
    }

    @Test
    void the_application_tells_what_became_of_an_event_but_does_not_rewrite_it(TestStack stack) throws SQLException {
        try (Sql application = MigrationRun.login(stack, "app_rw")) {
            assertThat(application.run("SELECT id FROM graph_outbox FOR UPDATE SKIP LOCKED"))
                    .isEqualTo(1);
            assertThat(
                            application.run(
                                    "UPDATE graph_outbox SET status = 'deadletter', attempts = 10, last_error = 'no', updated_at = now()"))
                    .isEqualTo(1);
            for (String set : List.of(
                    "payload = '{}'",
                    "event_type = 'conversation_delete'",
                    "entity_id = gen_random_uuid()",
                    "id = gen_random_uuid()",
                    "xid = pg_current_xact_id()",
                    "seq = DEFAULT",
                    "schema_version = 2",
                    "created_at = now()",
                    "traceparent = ''")) {
                application.assertNotAllowed("UPDATE graph_outbox SET " + set);
            }
            assertThat(application.run("DELETE FROM graph_outbox WHERE created_at < now()"))
                    .isEqualTo(1);
        }
    }

    @Test
    void who_read_secrets_is_added_and_never_changed(TestStack stack) throws SQLException {
        try (Sql application = MigrationRun.login(stack, "app_rw")) {
            String user = "00000000-0000-0000-0000-000000000001";
            application.begin().run("SELECT set_config('app.current_user', ?, true)", user);
            application.run("INSERT INTO secret_access_log (user_id) VALUES (?::uuid)", user);
            application.commit();

            application.assertNotAllowed("UPDATE secret_access_log SET at = NULL");
            application.assertNotAllowed("DELETE FROM secret_access_log");
            application.assertNotAllowed("TRUNCATE secret_access_log");
        }
    }

    @Test
    void functions_that_write_events_hang_in_no_table_of_the_applications_own(TestStack stack) throws SQLException {
        try (Sql application = MigrationRun.login(stack, "app_rw")) {
            application.run("CREATE TEMPORARY TABLE own (id uuid, user_id uuid, message_id uuid)");

            for (String function :
                    List.of("conversations_write_event", "messages_write_event", "feedback_write_event")) {
                application.assertNotAllowed(
                        "CREATE TRIGGER own AFTER INSERT ON own FOR EACH ROW EXECUTE FUNCTION " + function + "()");
            }
        }
    }

    @Test
    void the_source_reads_the_outbox_alone(TestStack stack) throws SQLException {
        try (Sql source = MigrationRun.login(stack, "cdc_source")) {
            assertThat(source.value("SELECT count(*) FROM graph_outbox")).isEqualTo("1");
            assertThat(source.value("SELECT rolreplication FROM pg_roles WHERE rolname = current_user"))
                    .isEqualTo("t");
            for (String table : List.of(
                    "conversations",
                    "messages",
                    "feedback",
                    "secret_access_log",
                    "graphsync_schema.schema_migrations")) {
                source.assertNotAllowed("SELECT FROM " + table);
                source.assertNotAllowed("DELETE FROM " + table);
            }
            source.assertNotAllowed("SELECT FROM schema_migrations");
            source.assertNotAllowed("INSERT INTO graph_outbox DEFAULT VALUES");
            source.assertNotAllowed("UPDATE graph_outbox SET status = 'done'");
            source.assertNotAllowed("DELETE FROM graph_outbox");
            source.assertNotAllowed("CREATE TABLE mine (id int)");
            source.assertNotAllowed("SET ROLE app_rw");
        }
    }

    @Test
    void strangers_see_nothing_and_create_nothing(TestStack stack) throws SQLException {
        try (Sql sql = Sql.open(stack)) {
            sql.run("CREATE ROLE stranger");
            sql.run("SET ROLE stranger");

            for (String table : List.of(
                    "conversations", "messages", "feedback", "graph_outbox", "graph_heartbeat", "schema_migrations")) {
                sql.assertNotAllowed("SELECT FROM " + table);
            }
            sql.assertNotAllowed("CREATE TABLE mine (id int)");
            sql.run("RESET ROLE");
        }
    }

    @Test
    void everything_of_the_pipeline_belongs_to_the_migrator(TestStack stack) throws SQLException {
        try (Sql sql = Sql.open(stack)) {
            assertThat(sql.rows("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
                            + " AND relkind IN ('r', 'S') AND relowner <> 'migrator'::regrole"))
                    .containsExactly("secret_access_log");
            assertThat(sql.rows("SELECT proname FROM pg_proc AS p WHERE pronamespace = 'public'::regnamespace"
                            + " AND proowner <> 'migrator'::regrole"
                            + " AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = p.oid AND deptype = 'e')"))
                    .isEmpty();
            assertThat(sql.rows("SELECT pubowner::regrole FROM pg_publication")).containsExactly("migrator");
            assertThat(sql.rows("SELECT nspowner::regrole FROM pg_namespace WHERE nspname = 'public'"))
                    .containsExactly("migrator");
            assertThat(sql.rows("SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef"
                            + " AND (proconfig IS NULL OR NOT 'search_path=pg_catalog, pg_temp' = ANY (proconfig))"))
                    .isEmpty();
        }
    }
}
