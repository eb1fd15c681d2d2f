package io.graphsync.sink.rebuild;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graphsync.outbox.type.EventTypeReader;
import io.graphsync.sink.consume.BatchLimits;
import io.graphsync.sink.job.Job;
import io.graphsync.sink.mapping.EventTemplate;
import io.graphsync.sink.mapping.MappedEvent;
import io.graphsync.sink.mapping.TemplateCatalog;
import io.graphsync.sink.offline.EventStore;
import io.graphsync.sink.offline.EventStore.Use;
import io.graphsync.sink.offline.ImportFiles;
import io.graphsync.sink.offline.StoredEntry;
import io.graphsync.sink.outage.StopSignal;
import io.graphsync.sink.rebuild.RebuildOptions.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/** Collects events in a directory, and writes files of them that Neo4j can import. */
final class FileLoad implements LoadTarget<StoredEntry> {
    private static final String WORK = "events";

    /** Small: what is gone before the garbage collector comes need not be copied by it. */
    private static final BatchLimits WINDOW = new BatchLimits(4_000, 24L << 20);

    private final Path directory;
    private final EventStore store;

    private FileLoad(Path directory, EventStore store) {
        this.directory = directory;
        this.store = store;
    }

    /** Returns why files can't be written; nothing where they can. */
    static List<String> obstacles(Path directory, Source source, TemplateCatalog templates) {
        List<String> obstacles = new ArrayList<>();
        obstacle(directory).ifPresent(obstacles::add);
        for (EventTemplate template : templates.templates()) {
            boolean builtIn = EventTypeReader.BUILT_IN.contains(template.type().name());
            if (builtIn && !template.isBuiltIn()) {
                obstacles.add("files hold the graph that the built-in Cypher makes, and " + template.origin()
                        + " takes its place: rebuild without --offline");
            } else if (!builtIn && source == Source.POSTGRES) {
                obstacles.add("files that are made of rows lack the events of your own type "
                        + template.type().name() + ": use --from topics, or rebuild without --offline");
            }
        }
        return obstacles;
    }

    private static Optional<String> obstacle(Path directory) {
        if (!Files.exists(directory)) {
            Path parent = directory.getParent();
            return parent != null && Files.isWritable(parent)
                    ? Optional.empty()
                    : Optional.of("the directory " + parent + " is not there, or can't be written: make it first");
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.findAny().isEmpty()
                    ? Optional.empty()
                    : Optional.of("the directory " + directory + " is not empty: name another one, or empty it");
        } catch (IOException failure) {
            return Optional.of("the directory " + directory + " can't be used: " + failure);
        }
    }

    /** Makes the directory for a new job. */
    static void create(Path directory) {
        try {
            Files.createDirectories(directory.resolve(WORK));
        } catch (IOException failure) {
            throw failed(directory, failure);
        }
    }

    /**
     * Opens what was begun.
     *
     * @throws ReplayException if it is not there
     */
    static FileLoad open(Path directory, Use use) {
        if (!Files.isDirectory(directory.resolve(WORK))) {
            throw new ReplayException("the directory " + directory + " does not hold what was read so far: resume the"
                    + " rebuild where it was begun, or begin another");
        }
        try {
            return new FileLoad(directory, EventStore.open(directory.resolve(WORK), use));
        } catch (IOException failure) {
            throw failed(directory, failure);
        }
    }

    @Override
    public Optional<StoredEntry> prepare(MappedEvent event) {
        return StoredEntry.of(event);
    }

    /** The store leaves out what it has. */
    @Override
    public Window<StoredEntry> arrange(Window<StoredEntry> window) {
        return window;
    }

    @Override
    public Writing write(Window<StoredEntry> window) {
        try {
            store.add(window.events());
            return most -> Optional.of(true);
        } catch (IOException failure) {
            throw failed(directory, failure);
        }
    }

    @Override
    public void sync() {
        try {
            store.sync();
        } catch (IOException failure) {
            throw failed(directory, failure);
        }
    }

    @Override
    public BatchLimits window() {
        return WINDOW;
    }

    /**
     * Writes the files, unless that is done.
     *
     * @param written hears now and then how many elements have been written
     * @return what is in them; empty if the stop was asked for
     */
    static Optional<ObjectNode> writeFiles(Path directory, Job job, StopSignal stop, LongConsumer written) {
        try {
            Optional<ObjectNode> done = ImportFiles.manifest(directory, job.id());
            if (done.isEmpty()) {
                try (FileLoad load = open(directory, Use.READ)) {
                    done = new ImportFiles(directory, stop, written).write(load.store, job.id());
                }
            }
            if (done.isPresent()) {
                delete(directory.resolve(WORK));
            }
            return done;
        } catch (IOException failure) {
            throw failed(directory, failure);
        }
    }

    private static void delete(Path work) throws IOException {
        if (!Files.exists(work)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(work)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }

    private static ReplayException failed(Path directory, IOException failure) {
        return new ReplayException(
                "the files in " + directory + " can't be written: " + failure.getMessage()
                        + "; mend that, then: graphsync rebuild resume",
                failure);
    }

    @Override
    public void close() {
        store.close();
    }
}
