package io.graphsync.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.graphsync.outbox.event.EventHeaders;
import io.graphsync.outbox.event.Failure;
import io.graphsync.outbox.event.FailureHeaders;
import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** What arrives in Kafka of what is inserted into the outbox. */
@UseStack({ServerKind.POSTGRES, ServerKind.KAFKA})
class SourceCaptureIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    private SourceFixture fixture;
    private TopicReader reader;

    @BeforeEach
    void open(TestStack stack) throws Exception {
        fixture = new SourceFixture(stack).withOutbox();
        reader = fixture.reader();
    }

    @AfterEach
    void close() {
        reader.close();
        fixture.close();
    }

    @Test
    void an_insert_arrives_with_topic_key_partition_headers_and_value() throws Exception {
        fixture.startStreaming();
        UUID id = UUID.randomUUID();
        UUID message = UUID.randomUUID();
        UUID conversation = UUID.randomUUID();
        String payload = "{\"message_id\": \"" + message + "\", \"conversation_id\": \"" + conversation
                + "\", \"message_type\": \"user\", \"created_at\": \"2026-03-01T10:00:00Z\"}";
        Instant before = Instant.now();

        fixture.insert(id, "message_upsert", message, payload);

        ConsumerRecord<String, String> record =
                reader.awaitIds(SOON, List.of(id.toString())).getFirst();
        Map<String, String> headers = TopicReader.headers(record);
        assertThat(record.topic()).isEqualTo(fixture.topics().events("message"));
        assertThat(record.key()).isEqualTo(message.toString());
        assertThat(record.partition())
                .isEqualTo(
                        Utils.toPositive(Utils.murmur2(conversation.toString().getBytes(StandardCharsets.UTF_8))) % 4);
        assertThat(record.value())
                .isEqualTo(fixture.queryText("SELECT payload::text FROM graph_outbox WHERE id = '" + id + "'"));
        assertThat(headers)
                .containsEntry(EventHeaders.ID, id.toString())
                .containsEntry(EventHeaders.TYPE, "message_upsert")
                .containsEntry(EventHeaders.ENTITY_ID, message.toString())
                .containsEntry(
                        EventHeaders.SEQ,
                        fixture.queryText("SELECT seq::text FROM graph_outbox WHERE id = '" + id + "'"))
                .containsEntry(EventHeaders.SCHEMA_VERSION, "1")
                .containsEntry(
                        EventHeaders.XID,
                        fixture.queryText("SELECT (xid::text::bigint & 4294967295)::text FROM graph_outbox WHERE id = '"
                                + id + "'"))
                .containsEntry(EventHeaders.TRACEPARENT, "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        assertThat(Instant.parse(headers.get(EventHeaders.COMMITTED_AT)))
                .isBetween(before.minusSeconds(1), Instant.now().plusSeconds(1));
    }

    @Test
    void rows_from_before_the_slot_arrive_in_the_order_of_seq() throws Exception {
        UUID conversation = UUID.randomUUID();
        fixture.insertMessages(conversation, 2_500);
        List<String> old = fixture.outboxIds();

        fixture.startStreaming();
        fixture.insertMessages(conversation, 10);

        List<ConsumerRecord<String, String>> records = reader.awaitIds(SOON, fixture.outboxIds());
        assertThat(records)
                .extracting(record -> TopicReader.header(record, EventHeaders.ID))
                .containsExactlyElementsOf(fixture.outboxIds());
        assertThat(old).hasSize(2_500);
    }

    @Test
    void a_transaction_that_was_open_when_the_slot_was_made_is_not_lost() throws Exception {
        UUID conversation = UUID.randomUUID();
        try (Connection early = fixture.connect();
                Connection late = fixture.connect()) {
            early.setAutoCommit(false);
            late.setAutoCommit(false);
            SourceFixture.insertMessages(early, conversation, 5);
            SourceApp app = fixture.start();
            SourceFixture.awaitState(app, SourceState.READING_BACK);
            SourceFixture.insertMessages(late, conversation, 5);
            fixture.insertMessages(conversation, 5);
            early.commit();
            fixture.insertMessages(conversation, 5);
            late.commit();
        }

        assertThat(fixture.outboxIds()).hasSize(20);
        reader.awaitIds(SOON, fixture.outboxIds());
    }

    @Test
    void a_copy_and_a_large_transaction_lose_nothing() throws Exception {
        fixture.startStreaming();
        UUID conversation = UUID.randomUUID();

        copy(5_000, conversation);
        try (Connection connection = fixture.connect()) {
            connection.setAutoCommit(false);
            for (int i = 0; i < 20; i++) {
                SourceFixture.insertMessages(connection, conversation, 1_000);
            }
            connection.commit();
        }

        List<ConsumerRecord<String, String>> records = reader.awaitIds(Duration.ofSeconds(60), fixture.outboxIds());
        assertThat(fixture.outboxIds()).hasSize(25_000);
        assertThat(records).hasSize(25_000);
    }

    @Test
    void what_cannot_be_routed_goes_to_the_retry_topic_and_holds_nothing_up() throws Exception {
        fixture.startStreaming();
        UUID unknown = UUID.randomUUID();
        UUID malformed = UUID.randomUUID();
        UUID conversation = UUID.randomUUID();

        fixture.insert(unknown, "robot_upsert", UUID.randomUUID(), "{\"a\": 1}");
        fixture.insert(malformed, "message_upsert", UUID.randomUUID(), "{\"message_id\": \"x\"}");
        fixture.insertMessages(conversation, 3);

        List<ConsumerRecord<String, String>> records = reader.awaitIds(SOON, fixture.outboxIds());
        assertFailure(records, unknown, Failure.UNKNOWN_TYPE, "robot_upsert");
        assertFailure(records, malformed, Failure.INVALID_EVENT, "message_id");
        assertThat(records).hasSize(5);
    }

    @Test
    void a_large_payload_travels_and_one_that_is_too_large_leaves_a_note() throws Exception {
        UUID early = UUID.randomUUID();
        fixture.insert(early, "message_upsert", UUID.randomUUID(), padded(9 << 20));
        fixture.startStreaming();
        UUID large = UUID.randomUUID();
        UUID tooLarge = UUID.randomUUID();

        fixture.insert(large, "message_upsert", UUID.randomUUID(), padded(2 << 20));
        fixture.insert(tooLarge, "message_upsert", UUID.randomUUID(), padded(9 << 20));

        List<ConsumerRecord<String, String>> records = reader.awaitIds(SOON, fixture.outboxIds());
        assertFailure(records, early, Failure.PAYLOAD_TOO_LARGE, early.toString());
        assertFailure(records, tooLarge, Failure.PAYLOAD_TOO_LARGE, tooLarge.toString());
        assertThat(find(records, large).topic()).isEqualTo(fixture.topics().events("message"));
        assertThat(find(records, large).value()).hasSizeGreaterThan(2 << 20);
        assertThat(find(records, tooLarge).value()).hasSizeLessThan(1_000).contains("graph_outbox");
    }

    @Test
    void updates_deletes_and_heartbeats_are_passed_over_and_the_slot_moves_on() throws Exception {
        fixture.startStreaming();
        fixture.insertMessages(UUID.randomUUID(), 2);
        reader.awaitIds(SOON, fixture.outboxIds());

        fixture.execute("UPDATE graph_outbox SET status = 'done'");
        fixture.execute("INSERT INTO graph_heartbeat DEFAULT VALUES");
        String position = fixture.queryText("SELECT pg_current_wal_insert_lsn()::text");

        await("the slot passes " + position).atMost(SOON).until(() -> {
            fixture.execute("INSERT INTO graph_heartbeat DEFAULT VALUES");
            return "t"
                    .equals(fixture.queryText("SELECT confirmed_flush_lsn >= '" + position
                            + "'::pg_lsn FROM pg_replication_slots WHERE slot_name = '" + fixture.name + "'"));
        });
        assertThat(reader.awaitIds(SOON, List.of())).hasSize(2);
    }

    private void copy(int rows, UUID conversation) throws Exception {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < rows; i++) {
            UUID message = UUID.randomUUID();
            text.append("message_upsert\t")
                    .append(message)
                    .append("\t{\"message_id\": \"")
                    .append(message)
                    .append("\", \"conversation_id\": \"")
                    .append(conversation)
                    .append("\", \"message_type\": \"user\", \"created_at\": \"2026-03-01T10:00:00Z\"}\n");
        }
        try (Connection connection = fixture.connect()) {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn(
                            "COPY graph_outbox (event_type, entity_id, payload) FROM STDIN",
                            new java.io.StringReader(text.toString()));
        }
    }

    private static String padded(int bytes) {
        return "{\"message_id\": \"" + UUID.randomUUID() + "\", \"conversation_id\": \"" + UUID.randomUUID()
                + "\", \"message_type\": \"user\", \"created_at\": \"2026-03-01T10:00:00Z\", \"pad\": \""
                + "x".repeat(bytes) + "\"}";
    }

    private void assertFailure(List<ConsumerRecord<String, String>> records, UUID id, String code, String named) {
        ConsumerRecord<String, String> record = find(records, id);
        Failure failure = FailureHeaders.decode(TopicReader.headers(record)).orElseThrow();
        assertThat(record.topic()).isEqualTo(fixture.topics().retry());
        assertThat(record.key()).isEqualTo(id.toString());
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.kind()).isEqualTo(Failure.Kind.POISON);
        assertThat(failure.message()).contains(named);
    }

    private static ConsumerRecord<String, String> find(List<ConsumerRecord<String, String>> records, UUID id) {
        return records.stream()
                .filter(record -> TopicReader.header(record, EventHeaders.ID).equals(id.toString()))
                .findFirst()
                .orElseThrow();
    }
}
