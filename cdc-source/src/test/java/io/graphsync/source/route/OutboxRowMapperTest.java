package io.graphsync.source.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.graphsync.outbox.event.OutboxEvent;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OutboxRowMapperTest {
    private static final Instant COMMITTED = Instant.parse("2026-03-01T10:00:00.123456Z");
    private static final UUID ID = UUID.fromString("0199d1c4-0000-7000-8000-000000000001");
    private static final UUID ENTITY = UUID.fromString("0199d1c4-0000-7000-8000-000000000002");

    private final Map<String, Object> row = new HashMap<>(Map.of(
            "id",
            ID.toString(),
            "event_type",
            "message_upsert",
            "entity_id",
            ENTITY,
            "payload",
            "{\"a\": 1}",
            "seq",
            42L,
            "schema_version",
            (short) 1,
            "traceparent",
            "00-abc-def-01"));

    @Test
    void a_full_row_becomes_an_event() {
        assertThat(map())
                .isEqualTo(new OutboxRow.Wellformed(new OutboxEvent(
                        ID,
                        "message_upsert",
                        ENTITY,
                        42,
                        1,
                        COMMITTED,
                        OptionalLong.of(745),
                        Optional.of("00-abc-def-01"),
                        "{\"a\": 1}")));
    }

    @Test
    void a_row_without_trace_context_is_fit() {
        row.remove("traceparent");

        assertThat(map()).isInstanceOf(OutboxRow.Wellformed.class);
        assertThat(map().event().traceparent()).isEmpty();
    }

    @Test
    void every_column_that_no_event_can_have_is_named() {
        row.put("seq", 0L);
        row.put("schema_version", (short) -1);
        row.remove("event_type");
        row.remove("payload");

        assertThat(map()).isInstanceOfSatisfying(OutboxRow.Malformed.class, malformed -> {
            assertThat(malformed.problems())
                    .extracting(Object::toString)
                    .containsExactlyInAnyOrder(
                            "seq must be positive, not 0",
                            "schema_version must be positive, not -1",
                            "event_type must not be null",
                            "payload must not be null");
            assertThat(malformed.event().id()).isEqualTo(ID);
            assertThat(malformed.event().entityId()).isEqualTo(ENTITY);
        });
    }

    @Test
    void a_row_that_nothing_can_name_is_a_bug() {
        row.remove("id");

        assertThatIllegalArgumentException().isThrownBy(this::map).withMessageContaining("no id");
    }

    @Test
    void a_payload_that_stayed_behind_leaves_its_size() {
        OutboxRow oversized =
                OutboxRowMapper.mapOversized(name -> Optional.ofNullable(row.get(name)), COMMITTED, 9_000_000);

        assertThat(oversized).isInstanceOfSatisfying(OutboxRow.Oversized.class, big -> {
            assertThat(big.payloadBytes()).isEqualTo(9_000_000);
            assertThat(big.event().payload()).isEmpty();
            assertThat(big.event().seq()).isEqualTo(42);
        });
    }

    private OutboxRow map() {
        return OutboxRowMapper.map(name -> Optional.ofNullable(row.get(name)), COMMITTED, OptionalLong.of(745));
    }
}
