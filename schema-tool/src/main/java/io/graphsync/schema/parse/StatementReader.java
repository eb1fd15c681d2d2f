package io.graphsync.schema.parse;

import io.graphsync.schema.file.MigrationFile;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the statements of migration files. Grammars are loaded at the first file that needs one, since that takes longer
 * than everything else a plan does.
 *
 * <p>Not thread-safe.
 */
public final class StatementReader {
    private @Nullable PgReader pg;

    /** Reads one file; whatever cannot be understood is refused, not passed on to the server. */
    public ParsedFile read(MigrationFile file) {
        return switch (file.store()) {
            case PG -> pg().read(file);
            case NEO4J -> CypherReader.read(file);
        };
    }

    /**
     * Reads a file that came with the product: the build has put it through the full grammar already, so its tokens are
     * enough here.
     */
    public ParsedFile readPackaged(MigrationFile file) {
        return switch (file.store()) {
            case PG -> new PgReader(Optional.empty()).read(file);
            case NEO4J -> CypherReader.read(file);
        };
    }

    /** False if this build came without PostgreSQL's grammar, so that only tokens are checked. */
    public boolean checksGrammar() {
        return pg().checksGrammar();
    }

    private PgReader pg() {
        PgReader reader = pg;
        if (reader == null) {
            reader = new PgReader(PgGrammar.load());
            pg = reader;
        }
        return reader;
    }
}
