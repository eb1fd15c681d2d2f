package io.graphsync.schema.rehearse;

import io.graphsync.schema.file.MigrationFile;
import io.graphsync.schema.file.Store;
import io.graphsync.schema.parse.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs files of one store on a throwaway server. Files stand on the base and on those that ran since
 * {@link #beginOnBase}. Whatever it makes is removed in the end.
 *
 * <p>Not thread-safe. Each method throws {@link io.graphsync.schema.failure.MigrateException} if the server can't be used.
 */
public interface Rehearsal extends AutoCloseable {
    /** Whose files it runs. */
    Store store();

    /** Begins anew on the base; what was rehearsed before is not there any more. */
    void beginOnBase();

    /** What keeps a file from being run on this server, though it may be right. */
    Optional<String> obstacle(MigrationFile file, List<Statement> statements);

    /**
     * Runs a file's statements, on what those before have left.
     *
     * @return what each statement did, by its number; those that follow one that the server refused are left out
     */
    Map<Integer, Observation> run(MigrationFile file, List<Statement> statements);

    /**
     * Runs a file, and then the one that takes it back, and leaves nothing of either. Comes before {@link #run}, which tells
     * what the server says of the file itself.
     *
     * @return what is not as it was before, or what the server refused; empty if all is well
     */
    Optional<String> takeBack(List<Statement> up, List<Statement> down);

    @Override
    void close();
}
