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

    static void apply(Credentials credentials, Progress progress) {
        Settings settings = Settings.read(credentials.environment(), EnumSet.allOf(Store.class));
        Report report = new SchemaTool(settings, MigrationSource.packaged(), RunOptions.defaults()).apply();
        report.end().ifPresent(end -> {
            throw new CommandFailure(ExitCode.UNEXPECTED, "the migrations were not applied: " + end.message());
        });
        progress.say(String.format(
                "%d migrations applied, %d held back (this PostgreSQL has no pgvector)",
                report.appliedNow().size(), report.count("held back")));
    }
}
