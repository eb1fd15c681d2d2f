package io.graphsync.sink.offline;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.sink.mapping.MappedEvent;
import io.graphsync.sink.model.GraphFacts;
import io.graphsync.sink.model.GraphModel;
import io.graphsync.sink.model.RandomHistory;
import io.graphsync.sink.model.SampleEvent;
import io.graphsync.sink.model.TestGraph;
import io.graphsync.sink.offline.EventStore.Use;
import io.graphsync.sink.outage.StopSignal;
import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Neo4j's own import makes of the files the graph that the events would have made. */
@UseStack(ServerKind.NEO4J)
@DisabledIfSystemProperty(
        named = "graphsync.stack",
        matches = "containers",
        disabledReason = "a container of Neo4j runs its server and no import")
class ImportFilesIT {
    private static final long SEED = Long.getLong("graphsync.seed", System.nanoTime());
    private static final int EVENTS = 300;

    @TempDir
    Path directory;

    @Test
    void the_imported_graph_is_the_graph_of_the_model(TestStack stack) throws Exception {
        requireSameGraph(stack, "x".repeat(4 * 1024 * 1024), "16m");
    }

    @Test
    void the_longest_row_fits_into_a_small_buffer(TestStack stack) throws Exception {
        requireSameGraph(stack, "€".repeat(ImportFiles.LONG_ROW - 1_000), "256k");
    }

    private void requireSameGraph(TestStack stack, String longest, String buffer) throws Exception {
        List<SampleEvent> events = new ArrayList<>(new RandomHistory(SEED).events(EVENTS));
        for (String text : List.of(
                "it's \"quoted\" `back` \\ $param {a: 1}",
                "\"",
                "a,b;c|d\te",
                "one\ntwo\r\nthree",
                " spaces ",
                "\\",
                "'}) DETACH DELETE (n) //",
                "\u0001\u001f\u007f\u202e\uFEFF\uD83D\uDE00")) {
            long seq = events.getLast().seq() + 1;
            events.add(SampleEvent.conversation(seq, UUID.randomUUID().toString(), text, text, text, text));
        }
        long seq = events.getLast().seq() + 1;
        events.add(SampleEvent.conversation(seq, UUID.randomUUID().toString(), null, longest, null, null));
        collect(events);
        try (EventStore store = EventStore.open(directory.resolve("events"), Use.READ)) {
            assertThat(new ImportFiles(directory, new StopSignal(), written -> {}).write(store, UUID.randomUUID()))
                    .isPresent();
        }

        assertThat(Files.readString(directory.resolve(ImportFiles.ARGUMENTS))).contains("--read-buffer-size=" + buffer);

        stack.neo4j().importFiles(directory);

        try (TestGraph graph = TestGraph.of(stack)) {
            assertThat(GraphFacts.read(graph.driver()))
                    .as("repeat with -Dgraphsync.seed=%s", SEED)
                    .containsExactlyElementsOf(GraphModel.of(events));
        }
    }

    private void collect(List<SampleEvent> events) throws IOException {
        try (EventStore store = EventStore.open(directory.resolve("events"), Use.ADD)) {
            store.add(events.stream()
                    .map(this::map)
                    .map(StoredEntry::of)
                    .flatMap(Optional::stream)
                    .toList());
        }
    }

    private MappedEvent map(SampleEvent event) {
        return event.mapped();
    }
}
