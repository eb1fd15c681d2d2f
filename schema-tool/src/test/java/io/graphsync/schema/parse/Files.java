package io.graphsync.schema.parse;

import io.graphsync.schema.file.Directives;
import io.graphsync.schema.file.FileRef;
import io.graphsync.schema.file.MigrationFile;
import io.graphsync.schema.file.Store;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Migration files that tests make up. */
final class Files {
    private Files() {}

    static MigrationFile sql(String text) {
        return file(Store.PG, "01_a.sql", text, true);
    }

    static MigrationFile sqlWithoutTransaction(String text) {
        return file(Store.PG, "01_a.sql", text, false);
    }

    static MigrationFile cypher(String text) {
        return file(Store.NEO4J, "01_a.cypher", text, true);
    }

    private static MigrationFile file(Store store, String name, String text, boolean transactional) {
        Directives directives =
                new Directives(transactional, Set.of(), List.of(), Optional.empty(), Set.of(), Map.of());
        return new MigrationFile(new FileRef(store, 1), name, text, "checksum", directives);
    }
}
