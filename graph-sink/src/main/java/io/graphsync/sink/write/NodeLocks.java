package io.graphsync.sink.write;

import io.graphsync.sink.mapping.Detachment;
import io.graphsync.sink.mapping.EventTemplate;
import io.graphsync.sink.mapping.MappedEvent;
import io.graphsync.sink.mapping.NodeKind;
import io.graphsync.sink.mapping.TemplateCatalog;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.neo4j.driver.Transaction;

/**
 * The nodes that a transaction works on: locks them all before the first change, and removes in the end those that
 * nothing holds.
 *
 * <p>All writers lock in one order: kind by kind, and within a kind by key. So two of them never wait for each other.
 * A node that is not there yet is made, because only what exists can be locked; what is left without a {@code seq} of
 * its own and without a relationship goes again before the commit.
 */
final class NodeLocks {
    private final Transaction transaction;
    private final List<NodeKind> order;
    private final NodeKeys locked;
    private final NodeKeys doubtful = new NodeKeys();

    /** Takes the nodes that the events name, and adds those that are found at the other ends. */
    NodeLocks(Transaction transaction, List<NodeKind> order, NodeKeys touched) {
        this.transaction = transaction;
        this.order = order;
        this.locked = touched;
    }

    /** Runs each statement that the templates may need, on no node. */
    static void warmUp(Transaction transaction, TemplateCatalog templates) {
        for (NodeKind kind : templates.lockOrder()) {
            run(transaction, lockStatement(kind), List.of());
            run(transaction, removeStatement(kind), List.of());
        }
        for (EventTemplate template : templates.templates()) {
            for (Detachment detachment : template.detaches()) {
                run(transaction, neighbourStatement(detachment), List.of());
            }
        }
    }

    /** Locks the touched nodes and those from which they may be detached. */
    void lock(BatchPlan plan) {
        for (NodeKind kind : order) {
            List<Object> keys = locked.of(kind);
            if (!keys.isEmpty()) {
                run(lockStatement(kind), keys);
            }
            plan.detaching().forEach((detachment, from) -> {
                if (detachment.from().kind().equals(kind)) {
                    findNeighbours(detachment, new ArrayList<>(from), plan);
                }
            });
        }
    }

    private void findNeighbours(Detachment detachment, List<Object> from, BatchPlan plan) {
        NodeKind neighbour = detachment.neighbour();
        transaction
                .run(neighbourStatement(detachment), RowsParameter.of(from))
                .list(found -> found.get("key").asObject())
                .forEach(key -> found(neighbour, key));
        if (SubTopics.isOf(detachment)) {
            for (TopicPair pair : SubTopics.former(transaction, from)) {
                plan.pairs().add(pair);
                found(SubTopics.SUB_TOPIC, pair.subTopic());
            }
        }
    }

    private void found(NodeKind kind, Object key) {
        locked.add(kind, key);
        doubtful.add(kind, key);
    }

    /** Takes note of nodes that an event may have left without anything that holds them. */
    void doubt(MappedEvent event) {
        doubtful.addAllOf(event);
    }

    /** Removes those of the doubtful nodes that have neither a {@code seq} nor a relationship. */
    void removeUnheld() {
        for (NodeKind kind : order) {
            List<Object> keys = doubtful.of(kind);
            if (!keys.isEmpty()) {
                run(removeStatement(kind), keys);
            }
        }
    }

    // Adding a label that is there changes nothing, but takes the node's write lock.
    private static String lockStatement(NodeKind kind) {
        return "UNWIND $batch.rows AS key MERGE (n:%1$s {%2$s: key}) SET n:%1$s"
                .formatted(kind.label(), kind.property());
    }

    // Says to seek: planned on a graph that is all but empty, Neo4j (2026.08) took to scanning the whole index for each
    // key, and
    // went on so while the graph grew.
    private static String neighbourStatement(Detachment detachment) {
        return ("UNWIND $batch.rows AS key MATCH (n:%1$s {%2$s: key})%3$s-[:%4$s]-%5$s(o:%6$s)"
                        + " USING INDEX SEEK n:%1$s(%2$s) RETURN DISTINCT o.%7$s AS key")
                .formatted(
                        detachment.from().kind().label(),
                        detachment.from().kind().property(),
                        detachment.outgoing() ? "" : "<",
                        detachment.relationship(),
                        detachment.outgoing() ? ">" : "",
                        detachment.neighbour().label(),
                        detachment.neighbour().property());
    }

    private static String removeStatement(NodeKind kind) {
        return "UNWIND $batch.rows AS key MATCH (n:%s {%s: key}) WHERE n.seq IS NULL AND NOT EXISTS { (n)--() } DELETE n"
                .formatted(kind.label(), kind.property());
    }

    private void run(String statement, Collection<Object> keys) {
        run(transaction, statement, keys);
    }

    private static void run(Transaction transaction, String statement, Collection<Object> keys) {
        transaction.run(statement, RowsParameter.of(keys)).consume();
    }
}
