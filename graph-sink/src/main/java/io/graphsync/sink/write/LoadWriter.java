package io.graphsync.sink.write;

import io.graphsync.sink.failure.GraphFailure;
import io.graphsync.sink.mapping.EventTemplate;
import io.graphsync.sink.mapping.MappedEvent;
import io.graphsync.sink.mapping.TemplateCatalog;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.neo4j.driver.Transaction;
import org.neo4j.driver.Value;

/**
 * Writes events to a graph that knows few of their elements: those that it has never heard of by their types' load statements,
 * which need not look for what to take away; all others, in the same transaction, as the sink does.
 *
 * <p>Load statements lock nodes as they come to them. So a transaction may lose a race against a sink, and is to be run again.
 * Safe for use by many threads.
 */
public final class LoadWriter {
    private final GraphConnection graph;
    private final GraphWriter writer;

    /** Makes a writer. */
    public LoadWriter(GraphConnection graph, TemplateCatalog templates) {
        this.graph = graph;
        this.writer = new GraphWriter(graph, templates);
    }

    /**
     * Writes a batch once.
     *
     * @throws GraphFailure if the transaction did not commit, or if that is not known: the same batch may be written
     *     again in either case
     */
    public void write(List<MappedEvent> events) throws GraphFailure {
        graph.write(transaction -> {
            List<MappedEvent> others = new ArrayList<>();
            loads(events, others).forEach((template, loaded) -> load(transaction, template, loaded, others));
            if (!others.isEmpty()) {
                writer.write(transaction, BatchPlanner.plan(others));
            }
            return true;
        });
    }

    /** Of each element one event, since a statement may look for all rows before it changes the first. */
    private static Map<EventTemplate, List<MappedEvent>> loads(List<MappedEvent> events, List<MappedEvent> others) {
        Map<EventTemplate, List<MappedEvent>> loads = new LinkedHashMap<>();
        Set<String> elements = new HashSet<>();
        for (MappedEvent event : events) {
            if (event.template().load().isPresent() && elements.add(event.element())) {
                loads.computeIfAbsent(event.template(), any -> new ArrayList<>())
                        .add(event);
            } else {
                others.add(event);
            }
        }
        return loads;
    }

    private static void load(
            Transaction transaction, EventTemplate template, List<MappedEvent> events, List<MappedEvent> others) {
        List<Map<String, Object>> rows = events.stream().map(MappedEvent::row).toList();
        Set<Long> applied = new HashSet<>();
        transaction
                .run(template.load().orElseThrow(), RowsParameter.of(rows))
                .forEachRemaining(row -> applied.addAll(applied(row.get("applied"))));
        events.stream().filter(event -> !applied.contains(event.seq())).forEach(others::add);
    }

    /** The version of one row, or those of several. */
    private static List<Long> applied(Value versions) {
        return versions.asObject() instanceof List ? versions.asList(Value::asLong) : List.of(versions.asLong());
    }
}
