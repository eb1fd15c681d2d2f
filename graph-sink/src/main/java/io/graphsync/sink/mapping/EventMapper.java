package io.graphsync.sink.mapping;

import io.graphsync.outbox.event.EventHeaders;
import io.graphsync.outbox.event.Failure;
import io.graphsync.outbox.event.FieldProblem;
import io.graphsync.outbox.event.InvalidEventException;
import io.graphsync.outbox.event.OutboxEvent;
import io.graphsync.outbox.type.EventType;
import io.graphsync.outbox.type.Payload;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Maps a record to the row that its type's template is run with. Pure; safe for use by many threads. */
public final class EventMapper {
    /** What Java puts in the place of bytes that are no UTF-8. */
    private static final char REPLACEMENT = '\uFFFD';

    private final TemplateCatalog templates;

    /** Makes a mapper for these types. */
    public EventMapper(TemplateCatalog templates) {
        this.templates = templates;
    }

    /** What became of a record. */
    public sealed interface Mapping {
        /** A valid event. */
        record Mapped(MappedEvent event) implements Mapping {}

        /**
         * An event that no retry can mend.
         *
         * @param code one of the codes of {@link Failure}
         * @param message names every field that is wrong
         */
        record Rejected(String code, String message) implements Mapping {}
    }

    /**
     * Maps a record.
     *
     * @param headers the record's headers
     * @param value the record's value
     */
    public Mapping map(Map<String, String> headers, byte[] value) {
        try {
            return map(EventHeaders.decode(headers, text(value)));
        } catch (InvalidEventException invalid) {
            return rejected(invalid);
        }
    }

    /** Maps an event that was read from its row. */
    public Mapping map(OutboxEvent event) {
        try {
            Optional<EventTemplate> template = templates.find(event.type());
            if (template.isEmpty()) {
                String message = "the event type " + FieldProblem.excerpt(event.type()) + " is not in the catalog";
                return new Mapping.Rejected(Failure.UNKNOWN_TYPE, message);
            }
            EventType type = template.get().type();
            Payload payload = type.validate(event.payload(), event.schemaVersion());
            requireStorable(payload);
            String element = type.topic() + ":" + type.key(payload);
            Map<String, Object> row = new HashMap<>(payload.values());
            row.put("seq", event.seq());
            row.put("element", element);
            return new Mapping.Mapped(
                    new MappedEvent(event.id(), template.get(), element, event.seq(), event.committedAt(), row));
        } catch (InvalidEventException invalid) {
            return rejected(invalid);
        }
    }

    private static Mapping rejected(InvalidEventException invalid) {
        return new Mapping.Rejected(Failure.INVALID_EVENT, String.valueOf(invalid.getMessage()));
    }

    /** Only what may be no UTF-8 is read strictly, which takes a copy of all characters more. */
    private static String text(byte[] value) throws InvalidEventException {
        String text = new String(value, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) < 0) {
            return text;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw new InvalidEventException(List.of(new FieldProblem("payload", "is not UTF-8")));
        }
    }

    /** JSON can spell half a character, which Neo4j would store as a question mark: another value, another key. */
    private static void requireStorable(Payload payload) throws InvalidEventException {
        List<FieldProblem> problems = new ArrayList<>();
        payload.values().forEach((field, value) -> {
            if (value instanceof String text && hasUnpairedSurrogate(text)) {
                problems.add(new FieldProblem(field, "holds an unpaired surrogate"));
            }
        });
        if (!problems.isEmpty()) {
            throw new InvalidEventException(problems);
        }
    }

    private static boolean hasUnpairedSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }
}
