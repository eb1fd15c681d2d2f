package io.graphsync.console.letters;

import java.time.Duration;
import java.time.Instant;

/** Tells how long ago something was, in the two largest units. Pure. */
final class Ages {
    private Ages() {}

    static String between(Instant then, Instant now) {
        Duration age = Duration.between(then, now);
        if (age.isNegative() || age.toSeconds() < 1) {
            return "0 s";
        }
        if (age.toMinutes() < 1) {
            return age.toSeconds() + " s";
        }
        if (age.toHours() < 1) {
            return age.toMinutes() + " m";
        }
        if (age.toDays() < 1) {
            return age.toHours() + " h " + age.toMinutesPart() + " m";
        }
        return age.toDays() + " d " + age.toHoursPart() + " h";
    }
}
