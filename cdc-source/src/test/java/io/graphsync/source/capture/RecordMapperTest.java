package io.graphsync.source.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.outbox.event.OutboxEvent;
import io.graphsync.source.route.BeatRow;
import io.graphsync.source.route.Captured;
import io.graphsync.source.route.OutboxRow;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordMapperTest {
    private static final String ID = "0199d1c4-0000-7000-8000-000000000001";
    private static final String ENTITY = "0199d1c4-0000-7000-8000-000000000002";

    private static final Schema ROW = SchemaBuilder.struct()
            .optional()
            .field("id", SchemaBuilder.string().name("io.debezium.data.Uuid").build())
            .field("event_type", Schema.STRING_SCHEMA)
            .field(
                    "entity_id",
                    SchemaBuilder.string().name("io.debezium.data.Uuid").build())
            .field(
                    "payload",
                    SchemaBuilder.string().name("io.debezium.data.Json").build())
            .field("created_at", Schema.STRING_SCHEMA)
            .field("seq", Schema.INT64_SCHEMA)
            .field("schema_version", Schema.INT16_SCHEMA)
            .field("traceparent", Schema.OPTIONAL_STRING_SCHEMA)
            .build();
    private static final Schema SOURCE = SchemaBuilder.struct()
            .field("table", Schema.STRING_SCHEMA)
            .field("ts_ms", Schema.OPTIONAL_INT64_SCHEMA)
            .field("ts_us", Schema.OPTIONAL_INT64_SCHEMA)
            .field("txId", Schema.OPTIONAL_INT64_SCHEMA)
            .build();
    private static final Schema ENVELOPE = SchemaBuilder.struct()
            .field("op", Schema.STRING_SCHEMA)
            .field("after", ROW)
            .field("source", SOURCE)
            .build();

    private static final Schema BEAT = SchemaBuilder.struct()
            .optional()
            .field("beat", Schema.INT64_SCHEMA)
            .field("at", Schema.STRING_SCHEMA)
            .field("snapshot", Schema.STRING_SCHEMA)
            .build();
    private static final Schema BEAT_ENVELOPE = SchemaBuilder.struct()
            .field("op", Schema.STRING_SCHEMA)
            .field("after", BEAT)
            .field("source", SOURCE)
            .build();

    @Test
    void an_inserted_heartbeat_becomes_a_beat() {
        assertThat(mapBeat(beat(7, "2026-03-01T10:00:00.123456Z")))
                .contains(new BeatRow(7, Instant.parse("2026-03-01T10:00:00.123456Z"), "10:12:11"));
    }

    @Test
    void a_heartbeat_that_cannot_be_read_is_passed_over() {
        assertThat(mapBeat(beat(0, "2026-03-01T10:00:00Z"))).isEmpty();
        assertThat(mapBeat(beat(7, "infinity"))).isEmpty();
    }

    @Test
    void an_inserted_outbox_row_becomes_an_event_with_the_time_of_its_commit() {
        Struct source =
                source("graph_outbox").put("ts_us", 1_772_359_200_123_456L).put("txId", 745L);

        assertThat(map("c", source, row()))
                .contains(new OutboxRow.Wellformed(new OutboxEvent(
                        UUID.fromString(ID),
                        "message_upsert",
                        UUID.fromString(ENTITY),
                        7,
                        1,
                        Instant.parse("2026-03-01T10:00:00.123456Z"),
                        OptionalLong.of(745),
                        Optional.of("00-a-b-01"),
                        "{\"a\": 1}")));
    }

    @Test
    void milliseconds_serve_where_there_are_no_microseconds() {
        Struct source = source("graph_outbox").put("ts_ms", 1_772_359_200_123L);

        assertThat(event(map("c", source, row())).committedAt()).isEqualTo(Instant.parse("2026-03-01T10:00:00.123Z"));
    }

    @Test
    void the_time_of_writing_serves_where_the_time_of_the_commit_is_missing() {
        assertThat(event(map("c", source("graph_outbox"), row())).committedAt())
                .isEqualTo(Instant.parse("2026-03-01T09:59:59Z"));
    }

    @Test
    void rows_of_other_tables_are_no_events() {
        assertThat(map("c", source("conversations"), row())).isEmpty();
    }

    @Test
    void updates_and_deletes_are_no_events() {
        assertThat(map("u", source("graph_outbox"), row())).isEmpty();
        assertThat(map("d", source("graph_outbox"), null)).isEmpty();
    }

    @Test
    void what_the_engine_emits_for_itself_is_no_event() {
        Schema heartbeat =
                SchemaBuilder.struct().field("ts_ms", Schema.INT64_SCHEMA).build();

        assertThat(RecordMapper.map(record(heartbeat, new Struct(heartbeat).put("ts_ms", 1L))))
                .isEmpty();
        assertThat(RecordMapper.map(record(ENVELOPE, null))).isEmpty();
    }

    private static OutboxEvent event(Optional<Captured> captured) {
        return ((OutboxRow) captured.orElseThrow()).event();
    }

    private static Struct beat(long number, String at) {
        return new Struct(BEAT).put("beat", number).put("at", at).put("snapshot", "10:12:11");
    }

    private static Optional<Captured> mapBeat(Struct beat) {
        Struct envelope = new Struct(BEAT_ENVELOPE)
                .put("op", "c")
                .put("source", source("graph_heartbeat"))
                .put("after", beat);
        return RecordMapper.map(record(BEAT_ENVELOPE, envelope));
    }

    private static Optional<Captured> map(String op, Struct source, @Nullable Struct after) {
        Struct envelope = new Struct(ENVELOPE).put("op", op).put("source", source);
        if (after != null) {
            envelope.put("after", after);
        }
        return RecordMapper.map(record(ENVELOPE, envelope));
    }

    private static Struct source(String table) {
        return new Struct(SOURCE).put("table", table);
    }

    private static Struct row() {
        return new Struct(ROW)
                .put("id", ID)
                .put("event_type", "message_upsert")
                .put("entity_id", ENTITY)
                .put("payload", "{\"a\": 1}")
                .put("created_at", "2026-03-01T09:59:59Z")
                .put("seq", 7L)
                .put("schema_version", (short) 1)
                .put("traceparent", "00-a-b-01");
    }

    private static SourceRecord record(Schema schema, @Nullable Struct value) {
        return new SourceRecord(Map.of(), Map.of(), "topic", schema, value);
    }
}
