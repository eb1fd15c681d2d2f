package io.graphsync.schema.file;

import java.time.Duration;

/** Durations as people write them: {@code 500ms}, {@code 30s}, {@code 10m}, {@code 2h}. */
public final class DurationText {
    private DurationText() {}

    /**
     * Reads a duration.
     *
     * @throws IllegalArgumentException with a message for people, if the text is none or the duration is not positive
     */
    public static Duration parse(String text) {
        int unitAt = 0;
        while (unitAt < text.length() && Character.isDigit(text.charAt(unitAt))) {
            unitAt++;
        }
        if (unitAt == 0 || unitAt > 9) {
            throw wrong(text);
        }
        long amount = Long.parseLong(text.substring(0, unitAt));
        if (amount == 0) {
            throw wrong(text);
        }
        return switch (text.substring(unitAt)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m", "min" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> throw wrong(text);
        };
    }

    /** The shortest exact form, for example {@code 90s}, {@code 10m}. */
    public static String format(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1000;
        if (seconds % 3600 == 0 && seconds > 0) {
            return seconds / 3600 + "h";
        }
        return seconds % 60 == 0 && seconds > 0 ? seconds / 60 + "m" : seconds + "s";
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException(
                "'" + text + "' is no duration: write a positive number and a unit, for example 500ms, 30s, 10m or 2h");
    }
}
