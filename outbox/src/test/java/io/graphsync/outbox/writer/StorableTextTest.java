package io.graphsync.outbox.writer;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphsync.outbox.event.InvalidEventException;
import org.junit.jupiter.api.Test;

class StorableTextTest {
    @Test
    void pairs_of_surrogates_and_escaped_backslashes_are_text_like_any_other() {
        String payload =
                "{\"a\": \"\\ud83d\\ude00 \uD83D\uDE00 \\\\u0000 \\u0001\", \"b\": [1, null, {\"c\": \"\\u00e9\"}]}";

        assertThatCode(() -> StorableText.require(payload)).doesNotThrowAnyException();
    }

    @Test
    void every_field_that_cannot_be_stored_is_named() {
        String payload = "{\"a\": \"x\\u0000\", \"b\": [{\"c\": \"\\ud83d\"}], \"d\": {\"\uDC00\": 1}, \"\\ude00\": 1}";

        assertThatThrownBy(() -> StorableText.require(payload))
                .isInstanceOf(InvalidEventException.class)
                .hasMessage(
                        "a holds U+0000, which PostgreSQL cannot store; b holds U+D83D, which PostgreSQL cannot store;"
                                + " d holds U+DC00, which PostgreSQL cannot store;"
                                + " payload holds U+DE00, which PostgreSQL cannot store, in the name of a field");
    }
}
