package io.graphsync.schema.parse;

import io.graphsync.schema.failure.FailureKind;
import io.graphsync.schema.failure.MigrateException;
import io.graphsync.schema.file.MigrationFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Reads the statements of migration files. Grammars are loaded at the first file that needs one, since that takes longer
 * than everything else a plan does.
 *
 * <p>Not thread-safe.
 */
public final class StatementReader {
    /** Below that, another instance of the grammar costs more than it brings. */
    private static final int FILES_WORTH_A_WORKER = 8;

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

    /** Reads many files on all processors, so that {@link #read} has them: the grammar takes milliseconds a statement. */
    public void readAhead(List<MigrationFile> files) {
        int workers = Math.min(Runtime.getRuntime().availableProcessors(), files.size() / FILES_WORTH_A_WORKER);
        if (workers < 2) {
            return;
        }
        AtomicInteger next = new AtomicInteger();
        try (ExecutorService threads = Executors.newFixedThreadPool(workers)) {
            List<Future<Map<MigrationFile, ParsedFile>>> shares = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                // An instance of the grammar serves one thread.
                StatementReader reader = new StatementReader();
                shares.add(threads.submit(() -> {
                    for (int at = next.getAndIncrement(); at < files.size(); at = next.getAndIncrement()) {
                        reader.read(files.get(at));
                    }
                    return reader.known;
                }));
            }
            for (Future<Map<MigrationFile, ParsedFile>> share : shares) {
                known.putAll(share.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("files could not be read ahead", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MigrateException(FailureKind.INTERRUPTED, "Interrupted while files were read", e);
        }
    }

    private ParsedFile parse(MigrationFile file) {
        return switch (file.store()) {
            case PG -> pg().reader().read(file);
            case NEO4J -> CypherReader.read(file);
        };
    }

    /**
     * Reads a file that the full grammar has accepted before, by the build or by an earlier run, so that its tokens are
     * enough.
     */
    public ParsedFile readAccepted(MigrationFile file) {
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
