package io.graphsync.retry.topology;

import io.graphsync.outbox.topic.TopicLayout;
import io.graphsync.outbox.topic.TopicNames;
import io.graphsync.retry.policy.RetryPlanner;
import io.graphsync.retry.policy.RetryPolicies;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.WallclockTimestampExtractor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * The graph of the router: the retry topic, one processor with its stores, the topics of due events and of dead letters.
 *
 * @param names the pipeline's topics
 * @param policies how often and when events are delivered again
 * @param dueCheck how often a task looks for events that are due
 * @param observer is told what happens
 */
public record RetryTopology(TopicNames names, RetryPolicies policies, Duration dueCheck, RetryObserver observer) {
    /** What a changelog record needs beside the record that it keeps: the due time and the store's framing. */
    private static final int CHANGELOG_OVERHEAD_BYTES = 64 * 1024;

    /** Most bytes of a record of the changelogs. */
    static final int MAX_CHANGELOG_RECORD_BYTES = TopicLayout.MAX_RECORD_BYTES + CHANGELOG_OVERHEAD_BYTES;

    static final String DUE = "due";
    static final String DEAD_LETTERS = "dead-letters";

    private static final String SOURCE = "retry";
    private static final String PROCESSOR = "router";

    /** Returns the topology. Each call makes a new one. */
    public Topology build() {
        ByteArrayDeserializer bytesIn = new ByteArrayDeserializer();
        ByteArraySerializer bytesOut = new ByteArraySerializer();
        Topology topology = new Topology();
        // The records' own timestamps are never used: Streams stops at a record whose timestamp is invalid.
        topology.addSource(
                AutoOffsetReset.earliest(), SOURCE, new WallclockTimestampExtractor(), bytesIn, bytesIn, names.retry());
        topology.addProcessor(PROCESSOR, new Supplier(), SOURCE);
        topology.addSink(DUE, names.retryDue(), bytesOut, bytesOut, PROCESSOR);
        topology.addSink(DEAD_LETTERS, names.deadLetters(), bytesOut, bytesOut, PROCESSOR);
        return topology;
    }

    /** The topics that must be there before the topology can run. */
    List<String> topics() {
        return List.of(names.retry(), names.retryDue(), names.deadLetters());
    }

    /** The topics that its transactions write to. */
    List<String> transactionalTopics(String applicationId) {
        return List.of(
                names.retryDue(),
                names.deadLetters(),
                changelog(applicationId, WaitingEvents.EVENTS),
                changelog(applicationId, WaitingEvents.INDEX));
    }

    private static String changelog(String applicationId, String store) {
        return applicationId + "-" + store + "-changelog";
    }

    private final class Supplier implements ProcessorSupplier<byte[], byte[], byte[], byte[]> {
        @Override
        public Processor<byte[], byte[], byte[], byte[]> get() {
            return new RetryProcessor(new RetryPlanner(policies), dueCheck, observer);
        }

        @Override
        public Set<StoreBuilder<?>> stores() {
            return Set.copyOf(WaitingEvents.stores(MAX_CHANGELOG_RECORD_BYTES));
        }
    }
}
