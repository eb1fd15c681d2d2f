package io.graphsync.schema.file;

import io.graphsync.schema.failure.FailureKind;
import io.graphsync.schema.failure.MigrateException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Makes a file that takes another one back, of statements that were derived from that one. */
public final class DerivedDown {
    private DerivedDown() {}

    /**
     * Makes the file.
     *
     * @param up the one to take back; its way of running is kept
     * @param statements without their ends, the one that runs first at the front
     */
    public static MigrationFile of(MigrationFile up, List<String> statements) {
        StringBuilder text = new StringBuilder();
        if (!up.directives().transactional()) {
            text.append(up.store().commentMark()).append(" migrate: no-transaction\n");
        }
        text.append(up.store().commentMark())
                .append(" Derived from ")
                .append(up.name())
                .append(".\n");
        statements.forEach(statement -> text.append(statement).append(";\n"));
        List<String> problems = new ArrayList<>();
        return FolderReader.fromBytes(
                        up.ref(),
                        FileName.down(up.name(), up.store()),
                        text.toString().getBytes(StandardCharsets.UTF_8),
                        problems)
                .orElseThrow(() -> new MigrateException(FailureKind.UNEXPECTED, String.join("\n", problems)));
    }
}
