package io.graphsync.sink.rebuild;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * What a rebuild is to do; kept with its job, so that another process goes on in the same way.
 *
 * @param source where the events come from
 * @param batchRecords most events of one transaction
 * @param readerP99 how long 99 of 100 small reads may take while it writes; zero lets it take what it gets
 * @param verify whether the graph is compared with the rows in the end
 * @param into the address of a second graph, which is filled beside the live one and takes its place; empty to fill the live one
 */
public record RebuildOptions(Source source, int batchRecords, Duration readerP99, boolean verify, Optional<URI> into) {
    /** Where the events come from. */
    public enum Source {
        /** The event topics, which hold the newest event of each element for good. */
        TOPICS,
        /** The rows, and what the outbox still has. */
        POSTGRES
    }

    /** Checks the numbers. */
    public RebuildOptions {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(into, "into");
        if (batchRecords < 1 || readerP99.isNegative()) {
            throw new IllegalArgumentException("a batch needs an event, and a time is not negative");
        }
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("from", source.name().toLowerCase(Locale.ROOT))
                .put("batch_records", batchRecords)
                .put("reader_p99_ms", readerP99.toMillis())
                .put("verify", verify);
        into.ifPresent(uri -> json.put("into", uri.toString()));
        return json;
    }

    static RebuildOptions fromJson(JsonNode json) {
        return new RebuildOptions(
                Source.valueOf(json.path("from").asText().toUpperCase(Locale.ROOT)),
                json.path("batch_records").asInt(),
                Duration.ofMillis(json.path("reader_p99_ms").asLong()),
                json.path("verify").asBoolean(),
                json.has("into") ? Optional.of(URI.create(json.path("into").asText())) : Optional.empty());
    }
}
