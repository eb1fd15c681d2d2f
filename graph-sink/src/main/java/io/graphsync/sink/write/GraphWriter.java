package io.graphsync.sink.write;

import io.graphsync.sink.failure.GraphFailure;
import io.graphsync.sink.mapping.MappedEvent;
import io.graphsync.sink.mapping.TemplateCatalog;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.neo4j.driver.Transaction;

/**
 * Writes batches of events, each in one transaction: it locks every node that may be concerned, runs the templates, and
 * removes what nothing holds any more. Events may come in any order, any number of times and by many writers at once:
 * the graph is that of the newest event of each element.
 *
 * <p>Safe for use by many threads.
 */
public final class GraphWriter {
    private final GraphConnection graph;
    private final TemplateCatalog templates;

    /**
     * Makes a writer.
     *
     * @param templates the same for all writers of a graph, because the order of locks follows from them
     */
    public GraphWriter(GraphConnection graph, TemplateCatalog templates) {
        this.graph = graph;
        this.templates = templates;
    }

    /**
     * Has Neo4j plan every statement that a batch may need beside the templates, and changes nothing. A server that has
     * just started takes seconds for it, which the first events would otherwise wait.
     *
     * @throws GraphFailure if a statement can't be run
     */
    public void warmUp() throws GraphFailure {
        graph.read(transaction -> {
            NodeLocks.warmUp(transaction, templates);
            SubTopics.warmUp(transaction);
            return true;
        });
    }

    /**
     * Writes a batch once.
     *
     * @throws GraphFailure if the transaction did not commit, or if that is not known: the same batch may be written
     *     again in either case
     */
    public WriteResult write(List<MappedEvent> events) throws GraphFailure {
        return graph.write(transaction -> WriteResult.of(events, write(transaction, BatchPlanner.plan(events))));
    }

    /** Returns the events that changed the graph; compared by identity, as a batch may hold an event twice. */
    Set<MappedEvent> write(Transaction transaction, BatchPlan plan) {
        NodeLocks locks = new NodeLocks(transaction, templates.lockOrder(), plan.touched());
        locks.lock(plan);
        Set<MappedEvent> applied = Collections.newSetFromMap(new IdentityHashMap<>());
        for (BatchPlan.Round round : plan.rounds()) {
            Set<Long> versions = run(transaction, round);
            for (MappedEvent event : round.events()) {
                boolean changed = versions.contains(event.seq());
                if (changed) {
                    applied.add(event);
                }
                if (!changed || !event.template().holds() || !plan.alone().contains(event.element())) {
                    locks.doubt(event);
                }
            }
        }
        SubTopics.deleteUnused(transaction, plan.pairs());
        locks.removeUnheld();
        return applied;
    }

    private static Set<Long> run(Transaction transaction, BatchPlan.Round round) {
        List<Map<String, Object>> rows =
                round.events().stream().map(MappedEvent::row).toList();
        return new HashSet<>(transaction
                .run(round.template().cypher(), RowsParameter.of(rows))
                .list(row -> row.get("applied").asLong()));
    }
}
