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
import java.util.function.Predicate;
import org.neo4j.driver.Transaction;
import org.neo4j.driver.Value;

/**
 * Writes events to a graph that knows few of their elements: those that it has never heard of by their types' load statements,
 * which need not look for what to take away; all others, in the same transaction, as the sink does. Where types have create
 * statements, it tries first whether the graph knows none of them at all.
 *
 * <p>Load statements lock nodes as they come to them. So a transaction may lose a race against a sink, and is to be run again.
 * Safe for use by many threads.
 */
public final class LoadWriter {
    private static final String KNOWN = "Neo.ClientError.Schema.ConstraintValidationFailed";

    /** Neo4j has this number at hand. */
    private static final String TOMBSTONES = "MATCH (dead:GraphsyncTombstone) RETURN count(dead) AS dead";

    private static final String DEAD =
            "UNWIND $batch.rows AS element MATCH (dead:GraphsyncTombstone {key: element}) RETURN count(dead) AS dead";

    private final GraphConnection graph;
    private final GraphWriter writer;
    private final Trials trials = new Trials();
    private final RecentElements recent = new RecentElements();

    /** Makes a writer. */
    public LoadWriter(GraphConnection graph, TemplateCatalog templates) {
        this.graph = graph;
        this.writer = new GraphWriter(graph, templates);
    }

    /**
     * Writes a batch.
     *
     * @throws GraphFailure if the transaction did not commit, or if that is not known: the same batch may be written
     *     again in either case
     */
    public void write(List<MappedEvent> events) throws GraphFailure {
        List<MappedEvent> others = new ArrayList<>();
        Map<EventTemplate, List<MappedEvent>> unheard = share(events, this::mayBeNew, others);
        if (!unheard.isEmpty() && trials.next()) {
            boolean areCreated = create(unheard, others);
            trials.ended(areCreated);
            if (areCreated) {
                return;
            }
        }
        graph.write(transaction -> {
            load(transaction, events);
            return true;
        });
    }

    /** As far as this writer remembers what it has written; by asking it remembers this one, too. */
    private boolean mayBeNew(MappedEvent event) {
        return event.template().create().isPresent() && recent.add(event.element());
    }

    /** Returns false, and has changed nothing, if the graph has heard of one of the elements that were to be new. */
    private boolean create(Map<EventTemplate, List<MappedEvent>> unheard, List<MappedEvent> others)
            throws GraphFailure {
        try {
            return graph.writeIf(transaction -> {
                unheard.forEach((template, some) -> transaction
                        .run(template.create().orElseThrow(), RowsParameter.of(rows(some)))
                        .consume());
                // After their nodes were locked: a sink that deletes one of them waits for this transaction, or is
                // heard of.
                boolean areNew = unheard.values().stream().noneMatch(some -> isOneDead(transaction, some));
                if (areNew) {
                    load(transaction, others);
                }
                return areNew;
            });
        } catch (GraphFailure failure) {
            if (failure.code().equals(KNOWN)) {
                return false;
            }
            throw failure;
        }
    }

    private static boolean isOneDead(Transaction transaction, List<MappedEvent> events) {
        if (transaction.run(TOMBSTONES).single().get("dead").asLong() == 0) {
            return false;
        }
        List<String> elements = events.stream().map(MappedEvent::element).toList();
        return transaction
                        .run(DEAD, RowsParameter.of(elements))
                        .single()
                        .get("dead")
                        .asLong()
                > 0;
    }

    private void load(Transaction transaction, List<MappedEvent> events) {
        List<MappedEvent> others = new ArrayList<>();
        share(events, event -> event.template().load().isPresent(), others)
                .forEach((template, some) -> load(transaction, template, some, others));
        if (!others.isEmpty()) {
            writer.write(transaction, BatchPlanner.plan(others));
        }
    }

    /** Of each element one event, since a statement may look for all rows before it changes the first. */
    private static Map<EventTemplate, List<MappedEvent>> share(
            List<MappedEvent> events, Predicate<MappedEvent> isWanted, List<MappedEvent> others) {
        Map<EventTemplate, List<MappedEvent>> shares = new LinkedHashMap<>();
        Set<String> elements = new HashSet<>();
        for (MappedEvent event : events) {
            if (isWanted.test(event) && elements.add(event.element())) {
                shares.computeIfAbsent(event.template(), any -> new ArrayList<>())
                        .add(event);
            } else {
                others.add(event);
            }
        }
        return shares;
    }

    private static void load(
            Transaction transaction, EventTemplate template, List<MappedEvent> events, List<MappedEvent> others) {
        Set<Long> applied = new HashSet<>();
        transaction
                .run(template.load().orElseThrow(), RowsParameter.of(rows(events)))
                .forEachRemaining(row -> applied.addAll(applied(row.get("applied"))));
        events.stream().filter(event -> !applied.contains(event.seq())).forEach(others::add);
    }

    private static List<Map<String, Object>> rows(List<MappedEvent> events) {
        return events.stream().map(MappedEvent::row).toList();
    }

    /** The version of one row, or those of several. */
    private static List<Long> applied(Value versions) {
        return versions.asObject() instanceof List ? versions.asList(Value::asLong) : List.of(versions.asLong());
    }
}
