package io.graphsync.schema.gate;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the person who starts an apply brings along for its gates.
 *
 * @param plan the plan that has to be met exactly
 * @param overrideDestructive true if red statements are meant
 * @param token the approval of whoever holds the key
 * @param key by which the token is read
 * @param backupRef a backup that was made before, by its name
 * @param backupPlace where a backup is written otherwise
 */
public record Permission(
        Optional<PlanFile> plan,
        boolean overrideDestructive,
        Optional<String> token,
        Optional<ApprovalKey> key,
        Optional<String> backupRef,
        BackupPlace backupPlace) {
    /** Nothing. */
    public static Permission none() {
        return new Permission(
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new BackupPlace(Path.of("backups"), List.of()));
    }
}
