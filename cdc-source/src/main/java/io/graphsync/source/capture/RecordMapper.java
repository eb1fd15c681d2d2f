package io.graphsync.source.capture;

import io.graphsync.source.route.BeatRow;
import io.graphsync.source.route.Captured;
import io.graphsync.source.route.OutboxRowMapper;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/** Takes the row of the outbox, or of the heartbeat, out of a record of the engine. Pure. */
final class RecordMapper {
    private static final String OUTBOX_TABLE = "graph_outbox";
    private static final String HEARTBEAT_TABLE = "graph_heartbeat";

    private RecordMapper() {}

    /**
     * Returns the inserted row; empty for everything else that an engine emits, such as its own heartbeats, rows of
     * other tables, and changes that are no inserts.
     */
    static Optional<Captured> map(SourceRecord record) {
        if (!(record.value() instanceof Struct envelope)) {
            return Optional.empty();
        }
        Optional<Struct> source = value(envelope, "source", Struct.class);
        Optional<Struct> after = value(envelope, "after", Struct.class);
        boolean inserted = value(envelope, "op", String.class)
                .filter(op -> op.equals("c") || op.equals("r"))
                .isPresent();
        if (!inserted || after.isEmpty()) {
            return Optional.empty();
        }
        return switch (source.flatMap(struct -> value(struct, "table", String.class))
                .orElse("")) {
            case OUTBOX_TABLE -> Optional.of(outboxRow(source.orElseThrow(), after.get()));
            case HEARTBEAT_TABLE -> beat(after.get());
            default -> Optional.empty();
        };
    }

    private static Captured outboxRow(Struct source, Struct row) {
        return OutboxRowMapper.map(
                column -> value(row, column, Object.class), committedAt(source, row), transaction(source));
    }

    private static OptionalLong transaction(Struct source) {
        return value(source, "txId", Long.class)
                .filter(xid -> xid > 0)
                .map(OptionalLong::of)
                .orElseGet(OptionalLong::empty);
    }

    /** A heartbeat that can't be read is no progress; it holds nothing up. */
    private static Optional<Captured> beat(Struct row) {
        Optional<Long> beat = value(row, "beat", Long.class).filter(number -> number > 0);
        Optional<Instant> at = value(row, "at", String.class).flatMap(RecordMapper::time);
        Optional<String> snapshot = value(row, "snapshot", String.class);
        return beat.isPresent() && at.isPresent() && snapshot.isPresent()
                ? Optional.of(new BeatRow(beat.get(), at.get(), snapshot.get()))
                : Optional.empty();
    }

    private static Instant committedAt(Struct source, Struct row) {
        return value(source, "ts_us", Long.class)
                .map(micros -> Instant.EPOCH.plus(micros, ChronoUnit.MICROS))
                .or(() -> value(source, "ts_ms", Long.class).map(Instant::ofEpochMilli))
                .or(() -> value(row, "created_at", String.class).flatMap(RecordMapper::time))
                .orElse(Instant.EPOCH);
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException malformed) {
            return Optional.empty();
        }
    }

    private static <T> Optional<T> value(Struct struct, String name, Class<T> type) {
        Field field = struct.schema().field(name);
        return field == null
                ? Optional.empty()
                : Optional.ofNullable(struct.get(field))
                        .filter(type::isInstance)
                        .map(type::cast);
    }
}
