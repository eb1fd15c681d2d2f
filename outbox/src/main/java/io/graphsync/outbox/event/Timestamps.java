package io.graphsync.outbox.event;

import com.ethlo.time.ITU;
import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * Reads the times of events. Takes what the JDK takes; the usual form, that of RFC 3339, is read by a library that needs a
 * tenth of its time, because two times of each event were a fifth of what it costs to map one. Pure.
 */
public final class Timestamps {
    private static final int TIME_BEGINS = 10;
    private static final int SECONDS_BEGIN = 17;
    private static final int SHORTEST = 20;

    private Timestamps() {}

    /**
     * Reads a time with its offset.
     *
     * @throws DateTimeParseException if it is none
     */
    public static OffsetDateTime dateTime(String text) {
        return usual(text).orElseGet(() -> OffsetDateTime.parse(text));
    }

    /**
     * Reads a moment.
     *
     * @throws DateTimeParseException if it is none
     */
    public static Instant instant(String text) {
        return usual(text).map(OffsetDateTime::toInstant).orElseGet(() -> Instant.parse(text));
    }

    /** The library is the more tolerant one: what follows a time, a space for its T and missing seconds are all right for it. */
    private static Optional<OffsetDateTime> usual(String text) {
        int length = text.length();
        if (length < SHORTEST || text.charAt(TIME_BEGINS) != 'T' || !hasSecondsAndOffset(text)) {
            return Optional.empty();
        }
        try {
            ParsePosition position = new ParsePosition(0);
            return Optional.of(ITU.parseDateTime(text, position)).filter(time -> position.getIndex() == length);
        } catch (DateTimeException unusual) {
            return Optional.empty();
        }
    }

    private static boolean hasSecondsAndOffset(String text) {
        return text.charAt(SECONDS_BEGIN - 1) == ':' && (text.endsWith("Z") || text.charAt(text.length() - 3) == ':');
    }
}
