package io.graphsync.sink.rebuild;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * What a rebuild is to do; kept with its job, so that another process goes on in the same way.
 *
 * @param source where the events come from
 * @param batchRecords most events of one transaction
 * @param readerP99 how long 99 of 100 small reads may take while it writes; zero lets it take what it gets
 * @param verify whether the graph is compared with the rows in the end
 * @param into the address of a second graph, which is filled beside the live one and takes its place; empty to fill the live one
 * @param alias of Neo4j Enterprise, the name by which the sinks know the live graph: it is pointed to the second one, instead of
 *     waiting until somebody restarts the sinks
 * @param offline a directory for the files of a graph, which are written in place of a graph
 * @param after the rebuild that wrote the files from which the graph was made: what came since it began is read
 */
public record RebuildOptions(
        Source source,
        int batchRecords,
        Duration readerP99,
        boolean verify,
        Optional<URI> into,
        Optional<String> alias,
        Optional<Path> offline,
        Optional<UUID> after) {
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
        Objects.requireNonNull(alias, "alias");
        offline = offline.map(Path::toAbsolutePath).map(Path::normalize);
        Objects.requireNonNull(after, "after");
        if (batchRecords < 1 || readerP99.isNegative()) {
            throw new IllegalArgumentException("a batch needs an event, and a time is not negative");
        }
    }

    /** Returns the same for a graph that was made of the files of this rebuild. */
    public RebuildOptions after(UUID job) {
        return new RebuildOptions(source, batchRecords, readerP99, verify, into, alias, offline, Optional.of(job));
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("from", source.name().toLowerCase(Locale.ROOT))
                .put("batch_records", batchRecords)
                .put("reader_p99_ms", readerP99.toMillis())
                .put("verify", verify);
        into.ifPresent(uri -> json.put("into", uri.toString()));
        alias.ifPresent(name -> json.put("alias", name));
        offline.ifPresent(directory -> json.put("offline", directory.toString()));
        after.ifPresent(job -> json.put("after", job.toString()));
        return json;
    }

    static RebuildOptions fromJson(JsonNode json) {
        return new RebuildOptions(
                Source.valueOf(json.path("from").asText().toUpperCase(Locale.ROOT)),
                json.path("batch_records").asInt(),
                Duration.ofMillis(json.path("reader_p99_ms").asLong()),
                json.path("verify").asBoolean(),
                text(json, "into").map(URI::create),
                text(json, "alias"),
                text(json, "offline").map(Path::of),
                text(json, "after").map(UUID::fromString));
    }

    private static Optional<String> text(JsonNode json, String field) {
        return json.has(field) ? Optional.of(json.path(field).asText()) : Optional.empty();
    }
}
