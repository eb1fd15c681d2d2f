package io.graphsync.outbox.type;

import com.fasterxml.jackson.databind.JsonNode;
import io.graphsync.outbox.event.FieldProblem;
import io.graphsync.outbox.event.Timestamps;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What one field of a payload may hold.
 *
 * @param name the field's name in the JSON object
 * @param kind the JSON type and the format of its text
 * @param presence whether the field may be absent or null
 * @param minLength fewest characters of a string
 * @param maxLength most characters of a string; what Neo4j indexes must stay far below its limit of 8 kB
 * @param values the only strings allowed; empty means any
 */
public record FieldRule(String name, Kind kind, Presence presence, int minLength, int maxLength, Set<String> values) {

    /** The JSON type of a field, and the Java type that its validated value has. */
    public enum Kind {
        /** Any text; a {@link String}. */
        STRING,
        /** A UUID as text; a {@link String} in the canonical lower-case form. */
        UUID,
        /** An ISO-8601 date and time with an offset; an {@link OffsetDateTime} in UTC. */
        TIMESTAMP,
        /** A number; a {@link Long} where it is a whole one, else a finite {@link Double}. */
        NUMBER,
        /** True or false; a {@link Boolean}. */
        BOOLEAN
    }

    /** Whether a field may be missing. */
    public enum Presence {
        /** Must be there and not null. */
        REQUIRED,
        /** Must be there; null is a value of its own. */
        NULLABLE,
        /** May be absent, which means the same as null. */
        OPTIONAL
    }

    /** Checks the bounds. */
    public FieldRule {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(presence, "presence");
        values = Set.copyOf(values);
        if (minLength < 0 || maxLength < minLength) {
            throw new IllegalArgumentException(
                    "length of " + name + " must satisfy 0 <= min <= max: " + minLength + ", " + maxLength);
        }
    }

    /** The outcome of looking at one field: a value, nothing (null or absent, and allowed), or a problem. */
    sealed interface Outcome {
        /** A value of the Java type that {@link Kind} names. */
        record Value(Object value) implements Outcome {}

        /** Null or absent, and allowed to be. */
        record Nothing() implements Outcome {}

        /** Not allowed. */
        record Rejected(FieldProblem problem) implements Outcome {}
    }

    Outcome check(JsonNode payload) {
        JsonNode node = payload.get(name);
        if (node == null) {
            return presence == Presence.OPTIONAL ? new Outcome.Nothing() : rejected("is missing");
        }
        if (node.isNull()) {
            return presence == Presence.REQUIRED ? rejected("must not be null") : new Outcome.Nothing();
        }
        return switch (kind) {
            case STRING -> node.isTextual() ? string(node.textValue()) : wrongType(node);
            case UUID -> node.isTextual() ? uuid(node.textValue()) : wrongType(node);
            case TIMESTAMP -> node.isTextual() ? timestamp(node.textValue()) : wrongType(node);
            case NUMBER -> node.isNumber() ? number(node) : wrongType(node);
            case BOOLEAN -> node.isBoolean() ? new Outcome.Value(node.booleanValue()) : wrongType(node);
        };
    }

    private Outcome string(String text) {
        if (text.length() < minLength) {
            return rejected(text.isEmpty() ? "must not be empty" : "needs at least " + minLength + " characters");
        }
        if (text.length() > maxLength) {
            return rejected("has " + text.length() + " characters, at most " + maxLength + " are allowed");
        }
        if (!values.isEmpty() && !values.contains(text)) {
            return rejected(
                    "must be one of " + values.stream().sorted().toList() + ", not " + FieldProblem.excerpt(text));
        }
        return new Outcome.Value(text);
    }

    private Outcome uuid(String text) {
        return parseUuid(text)
                .<Outcome>map(Outcome.Value::new)
                .orElseGet(() -> rejected("is not a UUID: " + FieldProblem.excerpt(text)));
    }

    /** Java also takes shorter groups, which are no UUID for PostgreSQL. */
    private static Optional<String> parseUuid(String text) {
        try {
            String canonical = UUID.fromString(text).toString();
            return Optional.of(canonical).filter(text::equalsIgnoreCase);
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private Outcome timestamp(String text) {
        return parseTimestamp(text)
                .<Outcome>map(Outcome.Value::new)
                .orElseGet(() -> rejected("is not an ISO-8601 time with an offset: " + FieldProblem.excerpt(text)));
    }

    private static Optional<OffsetDateTime> parseTimestamp(String text) {
        try {
            return Optional.of(Timestamps.dateTime(text).withOffsetSameInstant(ZoneOffset.UTC));
        } catch (DateTimeException malformedOrBeyondAllYears) {
            return Optional.empty();
        }
    }

    private Outcome number(JsonNode node) {
        if (node.isIntegralNumber()) {
            return node.canConvertToLong()
                    ? new Outcome.Value(node.longValue())
                    : rejected("is outside the range of 64-bit numbers");
        }
        double value = node.doubleValue();
        if (!Double.isFinite(value)) {
            return rejected("is outside the range of 64-bit floating point numbers");
        }
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1L << 53;
        return new Outcome.Value(whole ? (Object) (long) value : (Object) value);
    }

    private Outcome wrongType(JsonNode node) {
        return rejected("must be a " + kind.name().toLowerCase(Locale.ROOT) + ", not "
                + node.getNodeType().name().toLowerCase(Locale.ROOT));
    }

    private Outcome rejected(String message) {
        return new Outcome.Rejected(new FieldProblem(name, message));
    }
}
