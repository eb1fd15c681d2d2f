package io.graphsync.verification.migrations;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import io.graphsync.verification.database.MigrationRun;
import io.graphsync.verification.database.Sql;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code graph_erase_user} deletes within the caller's transaction, and what it notes. */
@UseStack(ServerKind.POSTGRES)
class EraseUserIT {
    private static final String ALICE = "00000000-0000-0000-0000-00000000000a";
    private static final String BOB = "00000000-0000-0000-0000-00000000000b";
    private static final String OF_ALICE = "00000000-0000-0000-0000-0000000000a1";
    private static final String OF_BOB = "00000000-0000-0000-0000-0000000000b1";

    private static void fill(TestStack stack) throws SQLException {
        try (Sql application = MigrationRun.login(stack, "app_rw")) {
            application.run("INSERT INTO conversations (id, user_id, title) VALUES ('" + OF_ALICE + "', '" + ALICE
                    + "', 'a'), ('" + OF_BOB + "', '" + BOB + "', 'b')");
            application.run("INSERT INTO messages (id, conversation_id, message_type, content)"
                    + " SELECT id, id, 'user', 'x' FROM conversations");
            application.run("INSERT INTO feedback (user_id, message_id, feedback_type) SELECT u, m.id, 'up'"
                    + " FROM messages AS m, (VALUES ('" + ALICE + "'::uuid), ('" + BOB + "')) AS users (u)");
            application.run("DELETE FROM graph_outbox");
        }
    }

    @Test
    void the_application_erases_one_user_and_the_events_of_it_are_in_the_same_transaction(TestStack stack)
            throws SQLException {
        MigrationRun.applyAll(stack);
        fill(stack);
        try (Sql application = MigrationRun.login(stack, "app_rw")) {
            application.begin();
            application.value("SELECT graph_erase_user('" + ALICE + "')");
            application.rollback();
            assertThat(application.value("SELECT count(*) FROM conversations")).isEqualTo("2");

            application.begin();
            application.value("SELECT graph_erase_user('" + ALICE + "')");
            application.commit();

            assertThat(application.rows("SELECT id FROM conversations")).containsExactly(OF_BOB);
            assertThat(application.rows("SELECT id FROM messages")).containsExactly(OF_BOB);
            assertThat(application.rows("SELECT user_id, message_id FROM feedback"))
                    .containsExactly(BOB + " " + OF_BOB);
            assertThat(application.rows("SELECT event_type, count(*) FROM graph_outbox GROUP BY 1 ORDER BY 1"))
                    .containsExactly("conversation_delete 1", "feedback_delete 3", "message_delete 1");
            assertThat(application.rows("SELECT user_id, conversation_ids, message_ids, finished_at IS NULL,"
                            + " xid = (SELECT DISTINCT xid FROM graph_outbox) FROM graph_erasure"))
                    .containsExactly(ALICE + " {" + OF_ALICE + "} {" + OF_ALICE + "} t t");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"uuid", "text", "varchar(36)"})
    void secrets_go_too_and_the_transactions_user_stays(String userIdType, TestStack stack) throws SQLException {
        try (Sql sql = Sql.open(stack)) {
            for (String table : new String[] {"user_secrets", "user_secret_salts", "secret_access_log"}) {
                sql.run("CREATE TABLE " + table + " (user_id " + userIdType + " NOT NULL)");
                sql.run("INSERT INTO " + table + " VALUES ('" + ALICE + "'), ('" + BOB + "')");
            }
        }
        MigrationRun.applyAll(stack);
        try (Sql application = MigrationRun.login(stack, "app_rw")) {
            application.begin();
            application.run("SELECT set_config('app.current_user', ?, true)", BOB);
            application.value("SELECT graph_erase_user('" + ALICE + "')");

            assertThat(application.value("SELECT current_setting('app.current_user')"))
                    .isEqualTo(BOB);
            application.commit();
        }
        try (Sql sql = Sql.open(stack)) {
            assertThat(sql.rows("SELECT user_id FROM user_secrets")).containsExactly(BOB);
            assertThat(sql.rows("SELECT user_id FROM user_secret_salts")).containsExactly(BOB);
            assertThat(sql.value("SELECT count(*) FROM secret_access_log")).isEqualTo("2");
        }
    }

    @Test
    void only_the_application_erases_and_never_nobody(TestStack stack) throws SQLException {
        MigrationRun.applyAll(stack);
        try (Sql source = MigrationRun.login(stack, "cdc_source");
                Sql application = MigrationRun.login(stack, "app_rw")) {
            source.assertNotAllowed("SELECT graph_erase_user('" + ALICE + "')");
            assertThat(application.refusal("SELECT graph_erase_user(NULL)").message())
                    .contains("no user is named");
        }
    }
}
