package io.graphsync.sink.offline;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graphsync.sink.offline.EventStore.References;
import io.graphsync.sink.offline.ImportWriter.Rows;
import io.graphsync.sink.outage.StopSignal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the graph as files, with the arguments for {@code neo4j-admin database import} and a manifest that tells what is in
 * them. The manifest comes last: where it is, the files are whole.
 */
public final class ImportFiles {
    /** The file of arguments, to be named as {@code @import.args} in the directory of the files. */
    public static final String ARGUMENTS = "import.args";

    private static final String MANIFEST = "manifest.json";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long REPORT_EVERY = 10_000;

    /** Characters, of up to three bytes each. */
    static final int LONG_ROW = 50_000;

    private final Path directory;
    private final StopSignal stop;
    private final LongConsumer listener;
    private final AtomicLong rows = new AtomicLong();

    /**
     * Makes a writer.
     *
     * @param directory which exists
     * @param listener hears now and then how many rows have been written
     */
    public ImportFiles(Path directory, StopSignal stop, LongConsumer listener) {
        this.directory = directory;
        this.stop = stop;
        this.listener = listener;
    }

    /** Returns the manifest of files that are whole; empty where they are not, or belong to another job. */
    public static Optional<ObjectNode> manifest(Path directory, UUID job) throws IOException {
        Path file = directory.resolve(MANIFEST);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        return Optional.of(JSON.readTree(file.toFile()))
                .filter(ObjectNode.class::isInstance)
                .map(ObjectNode.class::cast)
                .filter(manifest -> manifest.path("job").asText().equals(job.toString()));
    }

    /**
     * Writes what a store holds.
     *
     * @return the manifest; empty if the stop was asked for
     * @throws IOException if the disk is full, or the store can't be read
     */
    public Optional<ObjectNode> write(EventStore store, UUID job) throws IOException {
        ImportWriter written = ImportWriter.open(directory);
        try (written) {
            if (!elements(store, written) || !references(store, written)) {
                return Optional.empty();
            }
        }
        Files.write(directory.resolve(ARGUMENTS), arguments(written));
        return Optional.of(keepManifest(written.counts(), job));
    }

    /** What refers to others goes before them. */
    private boolean elements(EventStore store, ImportWriter files) throws IOException {
        return elements(store, ElementKind.FEEDBACK, files, ImportFiles::feedback)
                && elements(store, ElementKind.MESSAGE, files, ImportFiles::message)
                && elements(store, ElementKind.CONVERSATION, files, ImportFiles::conversation);
    }

    /** Writes what one element comes to, and returns how many rows that were. */
    @FunctionalInterface
    private interface ElementRows {
        int write(Element element, Rows files, References references) throws IOException;
    }

    /** To read and to spell takes longer than to write, so all processors take part in it. */
    private boolean elements(EventStore store, ElementKind kind, ImportWriter files, ElementRows rowsOf)
            throws IOException {
        try {
            return Slice.cut(Runtime.getRuntime().availableProcessors()).parallelStream()
                    .map(slice -> slice(store, kind, slice, files, rowsOf))
                    .reduce(true, Boolean::logicalAnd);
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        }
    }

    private boolean slice(EventStore store, ElementKind kind, Slice slice, ImportWriter files, ElementRows rowsOf) {
        try (References references = store.references();
                Rows own = files.rows()) {
            return store.forEachElement(kind, slice, element -> goOn(rowsOf.write(element, own, references)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static int feedback(Element element, Rows files, References references) throws IOException {
        if (element.live().isPresent()) {
            StoredEvent event = element.live().get();
            String user = event.required(StoredField.USER_ID);
            String message = event.required(StoredField.MESSAGE_ID);
            references.add(Reference.USER, user);
            references.add(Reference.MESSAGE, message);
            files.write(
                    ImportTable.GAVE_FEEDBACK,
                    user,
                    event.required(StoredField.FEEDBACK_TYPE),
                    event.optional(StoredField.SCORE).orElse(null),
                    event.required(StoredField.AT),
                    version(event),
                    message);
        }
        return tombstone(element, files);
    }

    private static int message(Element element, Rows files, References references) throws IOException {
        if (element.live().isPresent()) {
            StoredEvent event = element.live().get();
            String message = event.required(StoredField.MESSAGE_ID);
            String conversation = event.required(StoredField.CONVERSATION_ID);
            references.remove(Reference.MESSAGE, message);
            references.add(Reference.CONVERSATION, conversation);
            files.write(
                    ImportTable.MESSAGES,
                    message,
                    event.required(StoredField.MESSAGE_TYPE),
                    event.required(StoredField.CREATED_AT),
                    version(event));
            files.write(ImportTable.HAS_MESSAGE, conversation, message);
        }
        return tombstone(element, files);
    }

    private static int conversation(Element element, Rows files, References references) throws IOException {
        if (element.live().isPresent()) {
            StoredEvent event = element.live().get();
            String conversation = event.required(StoredField.CONVERSATION_ID);
            references.remove(Reference.CONVERSATION, conversation);
            files.write(
                    ImportTable.CONVERSATIONS,
                    conversation,
                    element.titled()
                            .flatMap(titled -> titled.text(StoredField.TITLE))
                            .orElse(null),
                    event.required(StoredField.UPDATED_AT),
                    version(event),
                    element.titled().map(ImportFiles::version).orElse(null));
            Optional<String> user = event.optional(StoredField.USER_ID);
            if (user.isPresent()) {
                references.add(Reference.USER, user.get());
                files.write(ImportTable.OWNS, user.get(), conversation);
            }
            Optional<String> topic = event.text(StoredField.TOPIC);
            if (topic.isPresent()) {
                topic(conversation, topic.get(), event.text(StoredField.SUB_TOPIC), files, references);
            }
        }
        return tombstone(element, files);
    }

    private static void topic(
            String conversation, String topic, Optional<String> sub, Rows files, References references)
            throws IOException {
        references.add(Reference.TOPIC, topic);
        files.write(ImportTable.HAS_TOPIC, conversation, topic, sub.orElse(null), topic);
        if (sub.isPresent()) {
            references.add(Reference.SUB_TOPIC, sub.get());
            references.add(Reference.TOPIC_PAIR, topic, sub.get());
        }
    }

    private static int tombstone(Element element, Rows files) throws IOException {
        if (element.tombstone().isPresent()) {
            StoredEvent event = element.tombstone().get();
            files.write(
                    ImportTable.TOMBSTONES,
                    event.required(StoredField.ELEMENT),
                    version(event),
                    event.required(StoredField.DELETED_AT));
        }
        return 1;
    }

    private static String version(StoredEvent event) {
        return Long.toString(event.seq());
    }

    private boolean references(EventStore store, ImportWriter files) throws IOException {
        try (Rows rows = files.rows()) {
            return copy(store, Reference.USER, rows, ImportTable.USERS)
                    && copy(store, Reference.TOPIC, rows, ImportTable.TOPICS)
                    && copy(store, Reference.SUB_TOPIC, rows, ImportTable.SUB_TOPICS)
                    && copy(store, Reference.TOPIC_PAIR, rows, ImportTable.HAS_SUBTOPIC)
                    && copy(store, Reference.CONVERSATION, rows, ImportTable.CONVERSATIONS)
                    && copy(store, Reference.MESSAGE, rows, ImportTable.MESSAGES);
        }
    }

    /** What is known by its name alone has no other properties. */
    private boolean copy(EventStore store, Reference kind, Rows files, ImportTable table) throws IOException {
        return store.forEachReference(kind, names -> {
            @Nullable
            String[] row =
                    Arrays.copyOf(names.toArray(String[]::new), table.header().size());
            files.write(table, row);
            return goOn(1);
        });
    }

    private boolean goOn(int more) {
        long written = rows.addAndGet(more);
        if (written % REPORT_EVERY == 0) {
            report(written);
        }
        return !stop.isRequested();
    }

    private synchronized void report(long written) {
        listener.accept(written);
    }

    private static List<String> arguments(ImportWriter written) {
        List<String> arguments = new ArrayList<>(List.of("--overwrite-destination", "--id-type=string"));
        // Slower, so only where it is needed.
        arguments.add("--multiline-fields=" + written.hasLineBreaks());
        // A row must fit into it, and a title may have 4 MiB; but so much of each file is read once more, before the
        // import begins.
        arguments.add("--read-buffer-size=" + (written.longestRow() < LONG_ROW ? "256k" : "16m"));
        for (ImportTable table : ImportTable.values()) {
            arguments.add(table.argument());
        }
        return arguments;
    }

    private ObjectNode keepManifest(Map<String, Long> counts, UUID job) throws IOException {
        ObjectNode manifest = JsonNodeFactory.instance
                .objectNode()
                .put("format", "graphsync.import/1")
                .put("job", job.toString());
        ObjectNode rowsOf = manifest.putObject("rows");
        counts.forEach(rowsOf::put);
        Path next = directory.resolve(MANIFEST + ".next");
        Files.writeString(next, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(manifest) + "\n");
        Files.move(next, directory.resolve(MANIFEST), StandardCopyOption.ATOMIC_MOVE);
        return manifest;
    }
}
