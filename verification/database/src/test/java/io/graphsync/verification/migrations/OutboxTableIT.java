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

/** The outbox, the heartbeat, and what of them is captured. */
@UseStack(ServerKind.POSTGRES)
class OutboxTableIT {
    private static final String INSERT =
            "INSERT INTO graph_outbox (event_type, entity_id, payload) VALUES ('any', gen_random_uuid(), '{}')";
    private static final String BEAT =
            "WITH former AS (DELETE FROM graph_heartbeat) INSERT INTO graph_heartbeat DEFAULT VALUES";
    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @BeforeEach
    void migrate(TestStack stack) {
        MigrationRun.applyAll(stack);
    }

    @Test
    void versions_rise_from_one_and_nobody_chooses_them(TestStack stack) throws SQLException {
        try (Sql sql = Sql.open(stack)) {
            sql.run(INSERT);
            sql.run(INSERT);

            assertThat(sql.rows("SELECT seq FROM graph_outbox ORDER BY seq")).containsExactly("1", "2");
            assertThat(sql.refusal("INSERT INTO graph_outbox (event_type, entity_id, payload, seq)"
                                    + " VALUES ('any', gen_random_uuid(), '{}', 7)")
                            .sqlState())
                    .isEqualTo("428C9");
            assertThat(sql.refusal("UPDATE graph_outbox SET seq = 7").sqlState())
                    .isEqualTo("428C9");
        }
    }

    @Test
    void a_dead_letter_shows_in_its_row_with_attempts_error_and_time(TestStack stack) throws SQLException {
        try (Sql sql = Sql.open(stack);
                Sql application = MigrationRun.login(stack, "app_rw")) {
            sql.run(INSERT);

            application.run(
                    "UPDATE graph_outbox SET status = 'deadletter', attempts = 10, last_error = 'no such node'");

            assertThat(sql.rows("SELECT status, attempts, last_error, updated_at > created_at FROM graph_outbox"))
                    .containsExactly("deadletter 10 no such node t");
        }
    }

    @Test
    void the_trace_context_of_a_transaction_goes_along(TestStack stack) throws SQLException {
        try (Sql sql = Sql.open(stack)) {
            sql.begin().run("SELECT set_config('app.traceparent', ?, true)", TRACE);
            sql.run("INSERT INTO conversations DEFAULT VALUES");
            sql.commit();
            sql.run("INSERT INTO conversations DEFAULT VALUES");
            sql.begin().run("SELECT set_config('app.traceparent', 'no trace', true)");
            sql.run("INSERT INTO conversations DEFAULT VALUES");
            sql.commit();

            assertThat(sql.rows("SELECT traceparent FROM graph_outbox ORDER BY seq"))
                    .containsExactly(TRACE, "null", "null");
        }
    }

    @Test
    void a_beat_replaces_the_one_before(TestStack stack) throws SQLException {
        try (Sql sql = Sql.open(stack);
                Sql source = MigrationRun.login(stack, "cdc_source")) {
            source.run(BEAT);
            String first = sql.value("SELECT beat FROM graph_heartbeat");

            source.run(BEAT);

            assertThat(sql.rows(
                            "SELECT beat > ?::bigint, at > now() - interval '1 minute',"
                                    + " pg_snapshot_xmin(snapshot::pg_snapshot) > '0' FROM graph_heartbeat",
                            first))
                    .containsExactly("t t t");
        }
    }

    @Test
    void inserts_of_outbox_and_heartbeat_are_published_and_nothing_else(TestStack stack) throws SQLException {
        try (Sql sql = Sql.open(stack)) {
            sql.run("SELECT pg_create_logical_replication_slot(?, 'pgoutput')", "slot_" + stack.database());

            sql.run("INSERT INTO conversations (title) VALUES ('one')");
            sql.run(BEAT);
            sql.run(BEAT);
            sql.run("UPDATE graph_outbox SET status = 'done'");
            sql.run("DELETE FROM graph_outbox");
            sql.run("TRUNCATE graph_outbox");

            List<String> messages = sql.rows(
                    "SELECT chr(get_byte(data, 0)) || CASE get_byte(data, 0) WHEN ascii('R')"
                            + " THEN ' ' || replace(encode(substr(data, 6, 22), 'escape'), '\\000', ' ') ELSE '' END"
                            + " FROM pg_logical_slot_peek_binary_changes(?, NULL, NULL,"
                            + " 'proto_version', '1', 'publication_names', 'graphsync')"
                            + " WHERE get_byte(data, 0) NOT IN (ascii('B'), ascii('C'))",
                    "slot_" + stack.database());
            assertThat(messages).hasSize(5);
            assertThat(messages).filteredOn("I"::equals).hasSize(3);
            assertThat(messages)
                    .filteredOn(message -> message.startsWith("R public graph_outbox"))
                    .hasSize(1);
            assertThat(messages)
                    .filteredOn(message -> message.startsWith("R public graph_heartb"))
                    .hasSize(1);
        }
    }
}
