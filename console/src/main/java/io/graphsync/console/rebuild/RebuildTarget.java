package io.graphsync.console.rebuild;

import io.graphsync.console.exit.CommandFailure;
import io.graphsync.console.exit.ExitCode;
import io.graphsync.sink.rebuild.RebuildOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** What a rebuild fills, where that is not the graph that the sinks write to. */
final class RebuildTarget {
    @ArgGroup
    private @Nullable Other other;

    /** One of the two. */
    static final class Other {
        @Option(
                names = "--into",
                paramLabel = "URI",
                description = {
                    "Fill a second graph at this address beside the live one, and follow until the sinks are restarted with it.",
                    "Its login: rebuild.neo4j.username and rebuild.neo4j.password, else those of the live one."
                })
        private @Nullable URI into;

        @Option(
                names = "--offline",
                paramLabel = "DIRECTORY",
                description = {
                    "Write files for 'neo4j-admin database import' into this directory, which is empty or not there yet:",
                    "the fastest way to fill a graph, while it is down. Tells the commands to go on with."
                })
        private @Nullable Path offline;
    }

    @Option(
            names = "--alias",
            paramLabel = "NAME",
            description = {
                "With --into, on Neo4j Enterprise, where the sinks' neo4j.database is this alias: point it to the second graph,",
                "rebuild.neo4j.database, instead of waiting for the sinks to be restarted."
            })
    private @Nullable String alias;

    /**
     * Returns the options of a rebuild with this target.
     *
     * @throws CommandFailure if they do not fit each other
     */
    RebuildOptions options(RebuildOptions.Source source, int batch, Duration readerP99, boolean verify) {
        if (alias != null && into() == null) {
            throw new CommandFailure(ExitCode.USAGE, "--alias goes with --into");
        }
        return new RebuildOptions(
                source,
                batch,
                readerP99,
                verify,
                Optional.ofNullable(into()),
                Optional.ofNullable(alias),
                Optional.ofNullable(offline()),
                Optional.empty());
    }

    /** Returns the words that name the target on a command line. */
    String words() {
        String words = into() != null ? " --into " + into() : offline() != null ? " --offline " + offline() : "";
        return alias == null ? words : words + " --alias " + alias;
    }

    private @Nullable URI into() {
        return other == null ? null : other.into;
    }

    private @Nullable Path offline() {
        return other == null ? null : other.offline;
    }
}
