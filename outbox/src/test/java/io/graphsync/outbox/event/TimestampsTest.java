package io.graphsync.outbox.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Times are read as the JDK reads them. */
class TimestampsTest {
    private static final String ALPHABET = "0123456789-+:.,TtZz _";
    private static final int TRIES = 200_000;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-30T08:28:37.353836Z",
                "2026-11-30T08:28:37Z",
                "2026-11-30T08:28Z",
                "2026-11-30T08:28:37.1+02:00",
                "2026-11-30T08:28:37.123456789-11:30",
                "2026-11-30T08:28:37.1234567890Z",
                "2026-11-30T08:28:37.Z",
                "2026-11-30t08:28:37z",
                "2026-11-30 08:28:37Z",
                "2026-11-30_08:28:37Z",
                "2026-11-30T08:28:37",
                "2026-11-30T08:28:37-00:00",
                "2026-11-30T08:28:37+18:00",
                "2026-11-30T08:28:37+18:01",
                "2026-11-30T08:28:37+02:00:30",
                "2026-11-30T08:28:37+02",
                "2026-11-30T08:28:37+0200",
                "2026-11-30T24:00:00Z",
                "2026-12-31T23:59:60Z",
                "2026-11-30T23:59:60Z",
                "2026-02-29T00:00:00Z",
                "2024-02-29T00:00:00Z",
                "0000-01-01T00:00:00Z",
                "-0001-01-01T00:00:00Z",
                "+12026-11-30T08:28:37Z",
                "+1000000000-12-31T23:59:59Z",
                "2026-11-30T08:28:37Zx",
                "2026-11-30T",
                "2026-11-30",
                "",
                "\u0662026-11-30T08:28:37Z"
            })
    void a_time_is_what_it_is_for_the_jdk(String text) {
        assertSame(text);
    }

    @Test
    void so_is_what_is_almost_a_time() {
        long seed = Long.getLong("graphsync.seed", new Random().nextLong());
        Random random = new Random(seed);
        for (int i = 0; i < TRIES; i++) {
            StringBuilder text = new StringBuilder(
                    random.nextBoolean() ? "2026-11-30T08:28:37.353836Z" : "2026-01-31T23:59:59+02:00");
            for (int changes = random.nextInt(4); changes > 0 && !text.isEmpty(); changes--) {
                change(text, random);
            }
            assertThat(outcome(text.toString(), Timestamps::dateTime))
                    .as("%s, -Dgraphsync.seed=%d", text, seed)
                    .isEqualTo(outcome(text.toString(), OffsetDateTime::parse));
            assertSame(text.toString());
        }
    }

    private static void change(StringBuilder text, Random random) {
        int at = random.nextInt(text.length());
        char next = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
        switch (random.nextInt(3)) {
            case 0 -> text.setCharAt(at, next);
            case 1 -> text.insert(at, next);
            default -> text.deleteCharAt(at);
        }
    }

    private static void assertSame(String text) {
        assertThat(outcome(text, Timestamps::dateTime)).as(text).isEqualTo(outcome(text, OffsetDateTime::parse));
        assertThat(outcome(text, Timestamps::instant)).as(text).isEqualTo(outcome(text, Instant::parse));
    }

    private static String outcome(String text, Function<String, Object> reader) {
        try {
            return reader.apply(text).toString();
        } catch (DateTimeException refused) {
            return "refused";
        }
    }
}
