package io.graphsync.schema.gate;

import java.util.List;

/**
 * That red statements ran in production, as the histories of the stores keep it.
 *
 * @param approval under which they ran
 * @param statements the red ones, with their places
 * @param backup what was saved before, or the name of the backup that was given
 * @param restore the command that brings it back; empty where the tool did not make the backup
 */
public record RecordedOverride(Approval approval, List<String> statements, String backup, String restore) {
    public RecordedOverride {
        statements = List.copyOf(statements);
    }
}
