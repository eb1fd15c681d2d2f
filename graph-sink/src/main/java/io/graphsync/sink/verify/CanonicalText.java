package io.graphsync.sink.verify;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/**
 * One text for one state of an element, the same as {@link RowStatements} makes of a row in SQL: each property that has a
 * value, by name, each text behind its length in bytes, so that no two states have one text. Pure.
 */
final class CanonicalText {
    private CanonicalText() {}

    static String of(ElementState state) {
        StringBuilder text = new StringBuilder();
        text(text, state.key().id());
        text(text, state.key().user());
        for (Map.Entry<String, Object> property : state.sorted().entrySet()) {
            text.append(property.getKey()).append('=');
            value(text, property.getValue());
            text.append(';');
        }
        return text.toString();
    }

    private static void value(StringBuilder text, Object value) {
        switch (value) {
            case String string -> text(text, string);
            case Boolean bool -> text.append(bool ? "b1" : "b0");
            case Instant time -> text.append('t').append(micros(time));
            case Double number -> text.append('d').append(String.format("%016x", Double.doubleToLongBits(number)));
            case List<?> list -> {
                text.append('l').append(list.size());
                list.forEach(item -> value(text, item == null ? "" : item));
            }
            // Somebody else's: the rows have nothing of the kind.
            default -> text(text.append(value.getClass().getSimpleName()), value.toString());
        }
    }

    private static void text(StringBuilder text, String string) {
        text.append('s')
                .append(string.getBytes(StandardCharsets.UTF_8).length)
                .append(':')
                .append(string);
    }

    private static long micros(Instant time) {
        return time.equals(Instant.MIN) ? Long.MIN_VALUE : ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }
}
