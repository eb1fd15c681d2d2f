package io.graphsync.schema.parse;

import io.graphsync.schema.file.MigrationFile;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the statements of migration files. Grammars are loaded at the first file that needs one, since that takes longer
 * than everything else a plan does.
 *
 * <p>Not thread-safe.
 */
public final class StatementReader {
    private @Nullable Pg pg;

    /** PostgreSQL's grammar, and the reader of files that asks it. */
    private record Pg(PgReader reader, Optional<PgTrees> trees) {}

    /** Files that were read: a review asks for each of them several times. */
    private final Map<MigrationFile, ParsedFile> known = new HashMap<>();

    /** Reads one file; whatever cannot be understood is refused, not passed on to the server. */
    public ParsedFile read(MigrationFile file) {
        ParsedFile parsed = known.get(file);
        if (parsed == null) {
            parsed = parse(file);
            known.put(file, parsed);
        }
        return parsed;
    }

    private ParsedFile parse(MigrationFile file) {
        return switch (file.store()) {
            case PG -> pg().reader().read(file);
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
        return pg().reader().checksGrammar();
    }

    /** PostgreSQL's grammar for SQL within SQL; empty if this build came without it. */
    public Optional<PgTrees> trees() {
        return pg().trees();
    }

    private Pg pg() {
        Pg loaded = pg;
        if (loaded == null) {
            Optional<PgGrammar> grammar = PgGrammar.load();
            loaded = new Pg(new PgReader(grammar), grammar.map(PgTrees::new));
            pg = loaded;
        }
        return loaded;
    }
}
