package io.graphsync.schema.cli;

import io.graphsync.schema.RunOptions;
import io.graphsync.schema.SchemaTool;
import io.graphsync.schema.config.CacheDirectory;
import io.graphsync.schema.config.Settings;
import io.graphsync.schema.file.MigrationSource;
import io.graphsync.schema.file.Store;
import io.graphsync.schema.gate.Permission;
import io.graphsync.schema.parse.AcceptedFiles;
import io.graphsync.schema.target.RunLimits;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** The options of every command that looks at stores. */
final class RunSettings {
    /** How a report is written. */
    enum Output {
        TEXT,
        JSON
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "How to write the report: text or json (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    Output output;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Take the migrations from DIR/pg and DIR/neo4j instead of the packaged ones")
    Optional<Path> directory = Optional.empty();

    @Option(
            names = "--lock-wait",
            paramLabel = "TIME",
            defaultValue = "60s",
            description = "Wait so long for another run to end (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Duration lockWait;

    @Option(
            names = "--lock-timeout",
            paramLabel = "TIME",
            defaultValue = "3s",
            description = "Let one statement wait so long for a lock before it gives way (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Duration lockTimeout;

    @Option(
            names = "--lock-retry",
            paramLabel = "TIME",
            defaultValue = "2m",
            description = "Try again for so long when a lock was not to be had (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Duration lockRetry;

    @Option(
            names = "--statement-timeout",
            paramLabel = "TIME",
            defaultValue = "15m",
            description = "Let one statement run so long, unless its file says otherwise (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Duration statementTimeout;

    @Option(
            names = "--out-of-order",
            description = "Apply files that came after ones with higher numbers had been applied")
    private boolean outOfOrder;

    @Option(
            names = {"-q", "--quiet"},
            description = "Do not tell on standard error what goes on")
    private boolean quiet;

    SchemaTool tool(MigrateCli cli, Set<Store> stores, PrintWriter err) {
        return tool(cli, stores, Permission.none(), err);
    }

    SchemaTool tool(MigrateCli cli, Set<Store> stores, Permission permission, PrintWriter err) {
        Settings settings = Settings.read(cli.environment(), stores);
        MigrationSource source = directory.map(MigrationSource::directory).orElseGet(MigrationSource::packaged);
        RunLimits limits = new RunLimits(
                lockWait,
                lockTimeout,
                lockRetry,
                statementTimeout,
                RunLimits.defaults().idleTimeout());
        RunOptions options = new RunOptions(
                limits,
                outOfOrder,
                AcceptedFiles.in(CacheDirectory.of(cli.environment())),
                permission,
                quiet ? line -> {} : line -> err.println("migrate: " + line),
                cli.cancellation());
        return new SchemaTool(settings, source, options);
    }
}
