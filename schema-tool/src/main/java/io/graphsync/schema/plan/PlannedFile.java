package io.graphsync.schema.plan;

import io.graphsync.schema.file.FileRef;
import io.graphsync.schema.file.MigrationFile;
import io.graphsync.schema.parse.Statement;
import java.util.List;
import java.util.Optional;

/**
 * One file in a plan.
 *
 * @param name the file's name
 * @param file its content; empty if it is not on disk
 * @param state where it stands
 * @param recorded its row in the history, if it has one
 * @param statements its statements, read only where the state asks for it
 */
public record PlannedFile(
        FileRef ref,
        String name,
        Optional<MigrationFile> file,
        FileState state,
        Optional<AppliedFile> recorded,
        List<Statement> statements) {
    public PlannedFile {
        statements = List.copyOf(statements);
    }

    public String path() {
        return ref.store().id() + "/" + name;
    }

    PlannedFile with(FileState newState, List<Statement> newStatements) {
        return new PlannedFile(ref, name, file, newState, recorded, newStatements);
    }
}
