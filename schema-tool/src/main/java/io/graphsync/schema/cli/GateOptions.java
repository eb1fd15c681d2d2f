package io.graphsync.schema.cli;

import io.graphsync.schema.config.Settings;
import io.graphsync.schema.gate.ApprovalKey;
import io.graphsync.schema.gate.BackupPlace;
import io.graphsync.schema.gate.Permission;
import io.graphsync.schema.gate.PlanFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that take an apply through its gates. */
final class GateOptions {
    @Option(
            names = "--plan-file",
            paramLabel = "FILE",
            description = "Apply exactly what 'plan --out FILE' wrote; refuse if files or stores have changed since")
    private Optional<Path> planFile = Optional.empty();

    @Option(
            names = "--override-destructive",
            description = "Production: run red statements, with an approval and a backup")
    private boolean overrideDestructive;

    @Option(
            names = "--approval-token",
            paramLabel = "TOKEN",
            description = "Production: the approval of this plan, as 'approve' printed it;"
                    + " or MIGRATE_APPROVAL_TOKEN in the environment")
    private Optional<String> token = Optional.empty();

    @Option(
            names = "--backup-ref",
            paramLabel = "NAME",
            description = "Production: a backup that was made before, kept in the history instead of making one")
    private Optional<String> backupRef = Optional.empty();

    @Option(
            names = "--backup-dir",
            paramLabel = "DIR",
            defaultValue = "backups",
            description = "Where a backup is written before red statements run (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path backupDirectory;

    Permission permission(Map<String, String> environment) {
        return new Permission(
                planFile.map(PlanFile::read),
                overrideDestructive,
                token.or(() -> Settings.secret(environment, "MIGRATE_APPROVAL_TOKEN")),
                Settings.secret(environment, "MIGRATE_APPROVAL_KEY").map(ApprovalKey::of),
                backupRef,
                BackupPlace.of(backupDirectory, environment));
    }
}
