package io.graphsync.outbox.progress;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The kinds of records that are no events. Each carries the header {@value #HEADER}; readers of events skip it. */
public enum Control {
    /** In every partition of the event topics; the value is a {@link Heartbeat}. */
    HEARTBEAT,
    /** In every partition of the retry topic; the value is a {@link Passage}. */
    PASSAGE,
    /** In the retry topic, keyed by event id; the headers are an {@link Outcome}. */
    OUTCOME,
    /** Of a version that this one does not know. */
    UNKNOWN;

    /** The header that tells a control record from an event. */
    public static final String HEADER = "graphsync.control";

    /** Returns the header's text. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the kind that headers name, empty for those of an event. */
    public static Optional<Control> of(Map<String, String> headers) {
        return Optional.ofNullable(headers.get(HEADER)).map(Control::parse);
    }

    private static Control parse(String text) {
        return Arrays.stream(values())
                .filter(kind -> kind.text().equals(text))
                .findFirst()
                .orElse(UNKNOWN);
    }
}
