package io.graphsync.console.demo;

import io.graphsync.console.exit.CommandFailure;
import io.graphsync.console.exit.ExitCode;
import io.graphsync.schema.RunOptions;
import io.graphsync.schema.SchemaTool;
import io.graphsync.schema.config.Settings;
import io.graphsync.schema.file.MigrationSource;
import io.graphsync.schema.file.Store;
import io.graphsync.schema.report.Report;
import java.util.EnumSet;

/** Brings both stores of the demo to the newest schema, with the schema tool itself. */
final class DemoSchema {
    private DemoSchema() {}

    /** Applies what is missing in one store, and tells. */
    static void apply(Store store, Credentials credentials, Progress progress) {
        Settings settings = Settings.read(credentials.environment(), EnumSet.of(store));
        Report report = new SchemaTool(settings, MigrationSource.packaged(), RunOptions.defaults()).apply();
        report.end().ifPresent(end -> {
            throw new CommandFailure(ExitCode.UNEXPECTED, "the migrations were not applied: " + end.message());
        });
        progress.say(String.format(
                "%d migrations of %s applied%s",
                report.appliedNow().size(),
                store.product(),
                report.count("held back") == 0
                        ? ""
                        : ", " + report.count("held back") + " held back (this PostgreSQL has no pgvector)"));
    }
}
