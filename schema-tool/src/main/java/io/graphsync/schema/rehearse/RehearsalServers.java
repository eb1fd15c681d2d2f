package io.graphsync.schema.rehearse;

import io.graphsync.schema.file.MigrationFile;
import io.graphsync.schema.file.Store;
import io.graphsync.schema.parse.StatementReader;
import io.graphsync.schema.progress.Progress;
import io.graphsync.schema.target.Neo4jTarget;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The servers of a rehearsal: those that somebody named, and ones of our own for the rest.
 *
 * @param postgres where to rehearse the files of PostgreSQL; without one a server is started
 * @param neo4j where to rehearse the files of Neo4j; without one a server is started
 */
public record RehearsalServers(Optional<PgRehearsal.Server> postgres, Optional<Neo4jTarget> neo4j) {
    /** Rehearsals on them, which end with what was started. */
    public static final class Opened implements AutoCloseable {
        private final @Nullable ThrowawayServers started;
        private final List<Rehearsal> rehearsals = new ArrayList<>();

        private Opened(@Nullable ThrowawayServers started) {
            this.started = started;
        }

        /** One for each store. */
        public List<Rehearsal> rehearsals() {
            return List.copyOf(rehearsals);
        }

        @Override
        public void close() {
            rehearsals.forEach(Rehearsal::close);
            if (started != null) {
                started.close();
            }
        }
    }

    /**
     * Connects, and starts what nobody named.
     *
     * @param stores those that have files to rehearse
     * @param standing what they stand on
     * @throws io.graphsync.schema.failure.MigrateException if a server can't be used, or refuses a statement of the base
     */
    public Opened open(Set<Store> stores, StatementReader reader, List<MigrationFile> standing, Progress progress) {
        Set<Store> unnamed = EnumSet.noneOf(Store.class);
        unnamed.addAll(stores);
        postgres.ifPresent(named -> unnamed.remove(Store.PG));
        neo4j.ifPresent(named -> unnamed.remove(Store.NEO4J));
        if (!unnamed.isEmpty()) {
            progress.say("starting a throwaway " + ThrowawayServers.names(unnamed) + " for the rehearsal");
        }
        @Nullable ThrowawayServers started = unnamed.isEmpty() ? null : ThrowawayServers.start(unnamed);
        Opened opened = new Opened(started);
        try {
            if (stores.contains(Store.PG)) {
                PgRehearsal.Server server =
                        postgres.orElseGet(() -> own(started).postgres());
                opened.rehearsals.add(new PgRehearsal(server, reader, of(Store.PG, standing)));
            }
            if (stores.contains(Store.NEO4J)) {
                Neo4jTarget server = neo4j.orElseGet(() -> own(started).neo4j());
                opened.rehearsals.add(new GraphRehearsal(server, reader, of(Store.NEO4J, standing)));
            }
            return opened;
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private static ThrowawayServers own(@Nullable ThrowawayServers started) {
        if (started == null) {
            throw new IllegalStateException("a server was neither named nor started");
        }
        return started;
    }

    private static List<MigrationFile> of(Store store, List<MigrationFile> files) {
        return files.stream().filter(file -> file.store() == store).toList();
    }
}
