package io.graphsync.outbox.event;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * Reads the times of events, and takes what the JDK takes. The usual form, in which PostgreSQL and {@link Instant} spell a time, is
 * read without the JDK's formatter: two times of each event were a fifth of what it costs to map one. A library for that would
 * be one more for every application that writes events. Pure.
 */
public final class Timestamps {
    private static final String SHAPE = "....-..-..T..:..:..";
    private static final int SECONDS_END = SHAPE.length();
    private static final int MOST_DIGITS = 9;
    private static final int OFFSET_LENGTH = "+00:00".length();

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

    /** Returns the time; empty where the JDK is to say what it is, or why it is none. */
    private static Optional<OffsetDateTime> usual(String text) {
        int offsetBegins = text.length() - (text.endsWith("Z") ? 1 : OFFSET_LENGTH);
        if (offsetBegins < SECONDS_END || !isShaped(text)) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.of(
                    number(text, 0, 4),
                    number(text, 5, 7),
                    number(text, 8, 10),
                    number(text, 11, 13),
                    number(text, 14, 16),
                    number(text, 17, SECONDS_END),
                    nanos(text, offsetBegins),
                    offset(text, offsetBegins)));
        } catch (DateTimeException unusual) {
            return Optional.empty();
        }
    }

    private static boolean isShaped(String text) {
        for (int i = 0; i < SECONDS_END; i++) {
            char expected = SHAPE.charAt(i);
            if (expected != '.' && text.charAt(i) != expected) {
                return false;
            }
        }
        return true;
    }

    private static int nanos(String text, int end) {
        int digits = end - SECONDS_END - 1;
        if (digits < 0) {
            return 0;
        }
        if (text.charAt(SECONDS_END) != '.' || digits == 0 || digits > MOST_DIGITS) {
            throw new DateTimeException("not the usual fraction");
        }
        int nanos = number(text, SECONDS_END + 1, end);
        for (int i = digits; i < MOST_DIGITS; i++) {
            nanos *= 10;
        }
        return nanos;
    }

    private static ZoneOffset offset(String text, int begin) {
        if (text.endsWith("Z")) {
            return ZoneOffset.UTC;
        }
        char sign = text.charAt(begin);
        int hours = number(text, begin + 1, begin + 3);
        int minutes = number(text, begin + 4, begin + 6);
        if ((sign != '+' && sign != '-') || text.charAt(begin + 3) != ':') {
            throw new DateTimeException("not the usual offset");
        }
        return sign == '+' ? ZoneOffset.ofHoursMinutes(hours, minutes) : ZoneOffset.ofHoursMinutes(-hours, -minutes);
    }

    /** Reads digits. */
    private static int number(String text, int begin, int end) {
        int number = 0;
        for (int i = begin; i < end; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw new DateTimeException("not a digit");
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
