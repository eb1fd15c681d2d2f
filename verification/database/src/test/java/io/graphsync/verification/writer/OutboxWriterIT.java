package io.graphsync.verification.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphsync.outbox.event.InvalidEventException;
import io.graphsync.outbox.type.EventTypeReader;
import io.graphsync.outbox.writer.OutboxWriter;
import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import io.graphsync.verification.database.MigrationRun;
import io.graphsync.verification.database.Sql;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The writer of events, as an application uses it: as app_rw, in its own transaction. */
@UseStack(ServerKind.POSTGRES)
class OutboxWriterIT {
    private static final String COUNT = "SELECT count(*) FROM graph_outbox";
    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static final String OTHER_TRACE = "00-00000000000000000000000000000001-0000000000000001-00";

    private final OutboxWriter writer = new OutboxWriter(EventTypeReader.builtIn());
    private final UUID entity = UUID.randomUUID();

    @BeforeEach
    void migrate(TestStack stack) {
        MigrationRun.applyAll(stack);
    }

    private static Sql application(TestStack stack) throws SQLException {
        return MigrationRun.login(stack, "app_rw");
    }

    private String payload(String titleInJson) {
        return "{\"user_id\": null, \"conversation_id\": \"" + entity + "\", \"title\": " + titleInJson
                + ", \"updated_at\": \"2026-01-02T03:04:05Z\"}";
    }

    private UUID write(Sql sql, String payload, Optional<String> traceparent)
            throws SQLException, InvalidEventException {
        return writer.write(sql.connection(), "conversation_upsert", entity, payload, traceparent);
    }

    @Test
    void an_event_is_part_of_the_callers_transaction(TestStack stack) throws Exception {
        try (Sql application = application(stack);
                Sql other = application(stack)) {
            application.begin();
            UUID id = write(application, payload("\"one\""), Optional.empty());

            assertThat(application.rows(
                            "SELECT event_type, entity_id, payload ->> 'title', status,"
                                    + " xid = pg_current_xact_id() FROM graph_outbox WHERE id = ?",
                            id))
                    .containsExactly("conversation_upsert " + entity + " one pending t");
            assertThat(other.value(COUNT)).isEqualTo("0");
            application.commit();
            assertThat(other.value(COUNT)).isEqualTo("1");
        }
    }

    @Test
    void an_event_goes_with_the_transaction_that_is_rolled_back(TestStack stack) throws Exception {
        try (Sql application = application(stack)) {
            application.begin();
            write(application, payload("\"one\""), Optional.empty());

            application.rollback();

            assertThat(application.value(COUNT)).isEqualTo("0");
        }
    }

    @Test
    void a_connection_without_transaction_is_refused(TestStack stack) throws SQLException {
        try (Sql application = application(stack)) {
            assertThatThrownBy(() -> write(application, payload("\"one\""), Optional.empty()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("setAutoCommit(false)");
            assertThat(application.value(COUNT)).isEqualTo("0");
        }
    }

    @Test
    void what_breaks_the_contract_is_named_by_field_and_leaves_the_transaction_alone(TestStack stack) throws Exception {
        try (Sql application = application(stack)) {
            application.begin();

            assertRefused(
                    application,
                    "{\"user_id\": \"\", \"title\": 7, \"updated_at\": \"yesterday\"}",
                    "user_id must not be empty",
                    "conversation_id is missing",
                    "title must be a string, not number",
                    "updated_at is not an ISO-8601 time");
            assertRefused(application, "[]", "payload must be a JSON object");
            assertRefused(application, payload("\"one\"").substring(1), "payload is not JSON");
            assertThatThrownBy(() ->
                            writer.write(application.connection(), "no_such_type", entity, "{}", Optional.empty()))
                    .isInstanceOf(InvalidEventException.class)
                    .hasMessageContaining("event_type is not in the catalog: no_such_type");

            write(application, payload("\"one\""), Optional.empty());
            application.commit();
            assertThat(application.value(COUNT)).isEqualTo("1");
        }
    }

    /** JSON by its grammar, but nothing that PostgreSQL's jsonb could hold, or not one document. */
    @ParameterizedTest
    @ValueSource(strings = {"\\u0000", "\\ud800", "\\udc00x", "\uD800"})
    void text_that_the_database_cannot_hold_is_named_by_field(String title, TestStack stack) throws Exception {
        try (Sql application = application(stack)) {
            application.begin();

            assertRefused(application, payload("\"a" + title + "\""), "title holds U+");

            write(application, payload("\"one\""), Optional.empty());
            application.commit();
        }
    }

    @Test
    void what_no_field_of_the_type_holds_is_refused_as_well(TestStack stack) throws Exception {
        try (Sql application = application(stack)) {
            application.begin();

            assertRefused(application, payload("\"one\"") + " {}", "payload is not JSON");
            assertRefused(application, payload("\"one\", \"other\": [{\"x\": \"\\u0000\"}]"), "other holds U+0000");
            assertRefused(application, payload("\"one\", \"\\ud800\": 1"), "payload holds U+D800");
            assertRefused(application, payload("\"one\", \"deep\": " + "[".repeat(2000)), "payload is not JSON");

            write(application, payload("\"one\", \"other\": [1, {\"x\": null}]"), Optional.empty());
            application.commit();
        }
    }

    private void assertRefused(Sql application, String payload, String... problems) {
        assertThatThrownBy(() -> write(application, payload, Optional.empty()))
                .isInstanceOf(InvalidEventException.class)
                .hasMessageContainingAll(problems);
    }

    @Test
    void hostile_text_of_2_mib_arrives_as_it_is(TestStack stack) throws Exception {
        String hostile = "'; DROP TABLE graph_outbox; -- \" \\ ? :x $1 $$ \u0001 \u2028 \u00e9 \uD83D\uDE00 \u202E ";
        String title = hostile.repeat(2 * 1024 * 1024 / hostile.length());
        String json = title.replace("\\", "\\\\").replace("\"", "\\\"").replace("\u0001", "\\u0001");
        try (Sql application = application(stack)) {
            application.begin();
            UUID id = write(application, payload('"' + json + '"'), Optional.empty());
            application.commit();

            assertThat(application.value("SELECT payload ->> 'title' FROM graph_outbox WHERE id = ?", id))
                    .isEqualTo(title);
            String stored = application.value("SELECT payload FROM graph_outbox WHERE id = ?", id);
            assertThat(EventTypeReader.builtIn()
                            .find("conversation_upsert")
                            .orElseThrow()
                            .validate(stored)
                            .text("title"))
                    .isEqualTo(title);
        }
    }

    @Test
    void a_payload_of_more_than_7_mib_is_refused_by_the_server(TestStack stack) throws Exception {
        try (Sql application = application(stack)) {
            application.begin();

            assertThatThrownBy(() -> write(
                            application,
                            payload("\"one\", \"other\": \"" + "x".repeat(7 * 1024 * 1024) + '"'),
                            Optional.empty()))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("graph_outbox_payload_fits_record");
            application.rollback();
        }
    }

    @Test
    void the_trace_context_is_the_callers_or_else_the_transactions(TestStack stack) throws Exception {
        try (Sql application = application(stack)) {
            application.begin().run("SELECT set_config('app.traceparent', ?, true)", TRACE);
            write(application, payload("\"1\""), Optional.empty());
            write(application, payload("\"2\""), Optional.of(OTHER_TRACE));
            application.commit();
            application.begin();
            write(application, payload("\"3\""), Optional.empty());
            write(application, payload("\"4\""), Optional.of("no trace context\r\nx: y"));
            application.commit();

            assertThat(application.rows("SELECT traceparent FROM graph_outbox ORDER BY seq"))
                    .containsExactly(TRACE, OTHER_TRACE, "null", "null");
        }
    }
}
