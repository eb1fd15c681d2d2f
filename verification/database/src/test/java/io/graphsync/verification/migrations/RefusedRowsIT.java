package io.graphsync.verification.migrations;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import io.graphsync.verification.database.MigrationRun;
import io.graphsync.verification.database.Sql;
import io.graphsync.verification.database.WrittenEvents;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows that the graph could never take are refused where their writer can act; the largest that it can take are not. */
@UseStack(ServerKind.POSTGRES)
class RefusedRowsIT {
    private static final String MESSAGE = "00000000-0000-0000-0000-000000000001";

    @BeforeEach
    void migrate(TestStack stack) throws SQLException {
        MigrationRun.applyAll(stack);
        try (Sql sql = Sql.open(stack)) {
            sql.run("INSERT INTO conversations DEFAULT VALUES");
            sql.run("INSERT INTO messages (id, conversation_id, message_type, content)" + " SELECT '" + MESSAGE
                    + "', id, 'user', 'hello' FROM conversations");
            sql.run("INSERT INTO feedback (user_id, message_id, feedback_type)" + " VALUES (gen_random_uuid(), '"
                    + MESSAGE + "', 'up')");
        }
    }

    private static void assertRefused(Sql sql, String update, String constraint) {
        Sql.Refusal refusal = sql.refusal(update);
        assertThat(refusal.sqlState()).as(update + ": " + refusal.message()).isEqualTo("23514");
        assertThat(refusal.message()).as(update).contains("\"" + constraint + "\"");
    }

    @Test
    void what_the_graph_cannot_take_is_refused_by_the_name_of_its_rule(TestStack stack) throws SQLException {
        try (Sql sql = Sql.open(stack)) {
            WrittenEvents events = new WrittenEvents(sql);
            Map.of(
                            "conversations SET title = repeat('x', 4194303)",
                            "conversations_title_fits_graph",
                            "conversations SET title = repeat(E'\\x01', 699051)",
                            "conversations_title_fits_graph",
                            "conversations SET topic = repeat('ä', 1001)",
                            "conversations_topic_fits_graph",
                            "conversations SET sub_topic = repeat(U&'\\+01F600', 501)",
                            "conversations_sub_topic_fits_graph",
                            "conversations SET updated_at = 'infinity'",
                            "conversations_updated_at_fits_graph",
                            "conversations SET updated_at = '10000-01-01Z'",
                            "conversations_updated_at_fits_graph",
                            "messages SET message_type = 'bot'",
                            "messages_message_type_fits_graph",
                            "messages SET created_at = '0001-01-01Z BC'",
                            "messages_created_at_fits_graph")
                    .forEach((update, constraint) -> assertRefused(sql, "UPDATE " + update, constraint));
            Map.of(
                            "feedback_type = ''",
                            "feedback_feedback_type_fits_graph",
                            "feedback_type = repeat('é', 256)",
                            "feedback_feedback_type_fits_graph",
                            "score = 'NaN'",
                            "feedback_score_fits_graph",
                            "score = '-Infinity'",
                            "feedback_score_fits_graph",
                            "score = 9007199254740994",
                            "feedback_score_fits_graph",
                            "at = '-infinity'",
                            "feedback_at_fits_graph")
                    .forEach((set, constraint) -> assertRefused(sql, "UPDATE feedback SET " + set, constraint));
            assertThat(events.next()).isEmpty();
        }
    }

    @Test
    void the_largest_values_are_taken_and_keep_the_contract(TestStack stack) throws SQLException {
        try (Sql sql = Sql.open(stack)) {
            WrittenEvents events = new WrittenEvents(sql);

            sql.run("UPDATE conversations SET title = repeat('x', 4194302)");
            sql.run("UPDATE conversations SET title = repeat(E'\\x01', 699050)");
            // What an index entry cannot hold uncompressed still fits when it repeats itself.
            sql.run("UPDATE conversations SET topic = repeat('ä', 1000), sub_topic = repeat(U&'\\+01F600', 500)");
            sql.run("UPDATE conversations SET updated_at = '9999-12-31 23:59:59.999999Z'");
            sql.run("UPDATE conversations SET updated_at = '0001-01-01Z'");
            sql.run("UPDATE feedback SET feedback_type = repeat('é', 255), score = 9007199254740992");
            sql.run("UPDATE feedback SET score = -9007199254740992");
            sql.run("UPDATE feedback SET score = 5e-324");

            assertThat(events.next()).hasSize(8);
        }
    }

    @Test
    void an_outbox_row_that_no_record_could_hold_is_refused(TestStack stack) throws SQLException {
        String insert = "INSERT INTO graph_outbox (event_type, entity_id, payload)"
                + " VALUES (%s, gen_random_uuid(), jsonb_build_object('a', repeat('x', %d)))";
        // {"a": "…"} takes nine more bytes.
        int most = 7 * 1024 * 1024 - 9;
        try (Sql sql = Sql.open(stack)) {
            assertThat(sql.run(insert.formatted("'big'", most))).isEqualTo(1);
            assertRefused(sql, insert.formatted("'big'", most + 1), "graph_outbox_payload_fits_record");
            assertThat(sql.run(insert.formatted("repeat('é', 127)", 1))).isEqualTo(1);
            assertRefused(sql, insert.formatted("repeat('é', 128)", 1), "graph_outbox_event_type_fits_record");
        }
    }

    @Test
    void a_status_that_nobody_knows_is_refused(TestStack stack) throws SQLException {
        try (Sql sql = Sql.open(stack)) {
            for (String status : new String[] {"processing", "done", "deadletter", "pending"}) {
                assertThat(sql.run("UPDATE graph_outbox SET status = ?", status))
                        .isEqualTo(3);
            }
            assertRefused(sql, "UPDATE graph_outbox SET status = 'lost'", "graph_outbox_status_known");
        }
    }
}
