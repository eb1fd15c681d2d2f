package io.graphsync.retry.letters;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** A letter with its key, its payload and all its headers, as bytes. */
public final class LetterContent {
    private final Letter letter;
    private final byte @Nullable [] key;
    private final byte[] payload;
    private final Headers headers;

    LetterContent(Letter letter, byte @Nullable [] key, byte[] payload, Headers headers) {
        this.letter = Objects.requireNonNull(letter, "letter");
        this.key = key;
        this.payload = payload;
        this.headers = headers;
    }

    /** The letter. */
    public Letter letter() {
        return letter;
    }

    /** The payload's bytes. */
    public byte[] payload() {
        return Arrays.copyOf(payload, payload.length);
    }

    byte @Nullable [] key() {
        return key;
    }

    byte[] sharedPayload() {
        return payload;
    }

    /** The headers as a copy that may be changed. */
    Headers headers() {
        return new RecordHeaders(headers.toArray());
    }

    /** The headers as text, by name. */
    public Map<String, String> headerTexts() {
        return LetterMapper.texts(headers);
    }
}
