package io.graphsync.console.letters;

import io.graphsync.retry.letters.LetterFilter;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options that choose letters. */
final class LetterChoice {
    @Parameters(arity = "0..*", paramLabel = "ID", description = "Event ids, as list shows them.")
    private List<String> ids = List.of();

    @Option(
            names = "--reason",
            paramLabel = "CODE",
            description = "With this reason, or one that begins so up to a dot.")
    private @Nullable String reason;

    @Option(names = "--type", paramLabel = "EVENT_TYPE", description = "Of this event type.")
    private @Nullable String type;

    @Option(names = "--entity", paramLabel = "ID", description = "Of this entity.")
    private @Nullable String entity;

    @Option(names = "--key", paramLabel = "KEY", description = "With this record key.")
    private @Nullable String key;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description = "Failed last at this time or later: 2026-03-01T12:00:00Z, or 90m, 2h, 3d ago.")
    private @Nullable Instant since;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description = "Failed last before this time.")
    private @Nullable Instant until;

    @Option(
            names = "--in-flight",
            negatable = true,
            description = "Redriven and not known to have ended; --no-in-flight: all others.")
    private @Nullable Boolean inFlight;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "2147483647",
            showDefaultValue = Help.Visibility.NEVER,
            description = "At most so many, the oldest first.")
    private int limit;

    int limit() {
        return Math.max(1, limit);
    }

    LetterFilter filter() {
        return new LetterFilter(
                new LinkedHashSet<>(ids),
                Optional.ofNullable(reason),
                Optional.ofNullable(type),
                Optional.ofNullable(entity),
                Optional.ofNullable(key),
                Optional.ofNullable(since),
                Optional.ofNullable(until),
                Optional.ofNullable(inFlight));
    }

    /** Whether it leaves nothing out. */
    boolean isAll() {
        return filter().described().isEmpty() && limit == Integer.MAX_VALUE;
    }
}
