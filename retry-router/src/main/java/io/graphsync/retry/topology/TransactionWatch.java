package io.graphsync.retry.topology;

import io.graphsync.retry.topology.StaleTransactions.Remedy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeProducersResult;
import org.apache.kafka.clients.admin.DescribeTransactionsResult;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.utils.Utils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends transactions that nobody else will end. A stream thread asks for its offsets and waits while a transaction with offsets of
 * its group is open; whoever reads committed records stops at an open one. A single transaction that was forgotten would
 * hold up the router, its write-back or the sinks for good. One thread.
 */
final class TransactionWatch {
    private static final Logger log = LoggerFactory.getLogger(TransactionWatch.class);
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final int TIMEOUT_MS = 4_000;

    private final String group;
    private final String input;
    private final List<String> outputs;
    private final StaleTransactions transactions;
    private final Set<String> said = new HashSet<>();
    private long nextLook = System.nanoTime();

    /**
     * Makes a watch that has not looked yet.
     *
     * @param group the application's, whose name the ids of its transactions begin with
     * @param input the topic whose offsets its transactions hold
     * @param outputs the topics that its transactions write to
     * @param patience what is open for longer is ended
     */
    TransactionWatch(String group, String input, List<String> outputs, Duration patience) {
        this.group = group;
        this.input = input;
        this.outputs = List.copyOf(outputs);
        this.transactions = new StaleTransactions(group, patience);
    }

    /** Looks, if the last look is some seconds ago. What can't be asked or done now is tried again with the next look. */
    void look(Admin admin) throws InterruptedException {
        long now = System.nanoTime();
        if (now - nextLook < 0) {
            return;
        }
        nextLook = now + INTERVAL.toNanos();
        lookNow(admin, now);
    }

    void lookNow(Admin admin, long now) throws InterruptedException {
        try {
            // A producer that is fenced leaves all partitions of its transaction.
            Set<Long> fenced = new HashSet<>();
            for (OpenTransaction stale : transactions.stale(open(admin), now)) {
                if (!fenced.contains(stale.producerId()) && end(admin, stale) instanceof Remedy.Fence) {
                    fenced.add(stale.producerId());
                }
            }
        } catch (TimeoutException | ExecutionException | KafkaException unanswered) {
            sayOnce("Cannot look for transactions that were left open; the next look tries again", unanswered);
        }
    }

    private Set<OpenTransaction> open(Admin admin) throws InterruptedException, TimeoutException, ExecutionException {
        Set<TopicPartition> partitions = new HashSet<>(partitions(admin, outputs));
        if (!offsetsAreStable(admin)) {
            partitions.add(offsetsPartition(admin));
        }
        return openAt(admin, partitions);
    }

    private static Set<OpenTransaction> openAt(Admin admin, Set<TopicPartition> partitions)
            throws InterruptedException, TimeoutException, ExecutionException {
        Set<OpenTransaction> open = new HashSet<>();
        DescribeProducersResult described = admin.describeProducers(partitions);
        for (TopicPartition partition : partitions) {
            for (ProducerState producer :
                    answer(described.partitionResult(partition)).activeProducers()) {
                producer.currentTransactionStartOffset()
                        .ifPresent(offset -> open.add(new OpenTransaction(
                                partition,
                                producer.producerId(),
                                producer.producerEpoch(),
                                Math.max(0, producer.coordinatorEpoch().orElse(0)),
                                offset)));
            }
        }
        return open;
    }

    private static List<TopicPartition> partitions(Admin admin, List<String> topics)
            throws InterruptedException, TimeoutException, ExecutionException {
        List<TopicPartition> partitions = new ArrayList<>();
        for (KafkaFuture<TopicDescription> topic :
                admin.describeTopics(topics).topicNameValues().values()) {
            try {
                TopicDescription description = answer(topic);
                description
                        .partitions()
                        .forEach(partition ->
                                partitions.add(new TopicPartition(description.name(), partition.partition())));
            } catch (ExecutionException e) {
                // Changelogs are there only after the first start.
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
            }
        }
        return partitions;
    }

    /**
     * Other groups share the partition with ours; it is looked at only while the brokers keep ours waiting. Kafka's client
     * leaves the partitions out of its answer whose offsets are not stable.
     */
    private boolean offsetsAreStable(Admin admin) throws InterruptedException, TimeoutException, ExecutionException {
        List<TopicPartition> partitions = partitions(admin, List.of(input));
        ListConsumerGroupOffsetsSpec asked = new ListConsumerGroupOffsetsSpec().topicPartitions(partitions);
        Set<TopicPartition> stable = answer(admin.listConsumerGroupOffsets(
                                Map.of(group, asked), new ListConsumerGroupOffsetsOptions().requireStable(true))
                        .partitionsToOffsetAndMetadata(group))
                .keySet();
        return stable.containsAll(partitions);
    }

    private TopicPartition offsetsPartition(Admin admin)
            throws InterruptedException, TimeoutException, ExecutionException {
        String topic = Topic.GROUP_METADATA_TOPIC_NAME;
        int partitions = answer(admin.describeTopics(List.of(topic)).allTopicNames()).values().stream()
                .mapToInt(description -> description.partitions().size())
                .sum();
        return new TopicPartition(topic, Utils.abs(group.hashCode()) % partitions);
    }

    private Remedy end(Admin admin, OpenTransaction stale)
            throws InterruptedException, TimeoutException, ExecutionException {
        Remedy remedy = transactions.remedy(stale, known(admin, stale.producerId()));
        switch (remedy) {
            case Remedy.Leave(String why) -> say(stale, "A transaction holds up a partition and is left alone", why);
            case Remedy.Fence(String id) -> {
                answer(admin.fenceProducers(List.of(id)).all());
                say(stale, "A transaction of a thread that is gone held up a partition; it is aborted", id);
            }
            case Remedy.Abort(String why) -> {
                // The marker names a producer, not its transaction: it must not meet one that was begun since the look.
                if (openAt(admin, Set.of(stale.partition())).contains(stale)) {
                    abort(admin, stale, why);
                }
            }
        }
        return remedy;
    }

    private void abort(Admin admin, OpenTransaction stale, String why)
            throws InterruptedException, TimeoutException, ExecutionException {
        try {
            answer(admin.abortTransaction(new AbortTransactionSpec(
                            stale.partition(),
                            stale.producerId(),
                            (short) stale.producerEpoch(),
                            stale.coordinatorEpoch()))
                    .all());
            say(stale, "A transaction that Kafka had lost held up a partition; it is aborted", why);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof AuthorizationException)) {
                throw e;
            }
            say(
                    stale,
                    "A transaction that Kafka has lost holds up a partition, and this router has no right to end it"
                            + " (ClusterAction on the cluster); run: kafka-transactions.sh --bootstrap-server … abort"
                            + " --topic " + stale.partition().topic()
                            + " --partition " + stale.partition().partition()
                            + " --start-offset " + stale.startOffset(),
                    why);
        }
    }

    private static Optional<Map.Entry<String, TransactionDescription>> known(Admin admin, long producerId)
            throws InterruptedException, TimeoutException, ExecutionException {
        Collection<TransactionListing> listed =
                answer(admin.listTransactions(new ListTransactionsOptions().filterProducerIds(Set.of(producerId)))
                        .all());
        List<String> ids =
                listed.stream().map(TransactionListing::transactionalId).toList();
        DescribeTransactionsResult described = admin.describeTransactions(ids);
        Map<String, TransactionDescription> known = new HashMap<>();
        for (String id : ids) {
            known.put(id, answer(described.description(id)));
        }
        return known.entrySet().stream()
                .filter(entry -> entry.getValue().producerId() == producerId)
                .findFirst();
    }

    private void say(OpenTransaction stale, String what, String why) {
        if (said.add(stale + what)) {
            log.atWarn()
                    .addKeyValue("partition", stale.partition())
                    .addKeyValue("offset", stale.startOffset())
                    .addKeyValue("producer", stale.producerId())
                    .addKeyValue("cause", why)
                    .log(what);
        }
    }

    private void sayOnce(String what, Exception cause) {
        if (said.add(what + cause)) {
            log.atWarn().addKeyValue("cause", cause.toString()).log(what);
        }
    }

    private static <T> T answer(KafkaFuture<T> asked)
            throws InterruptedException, TimeoutException, ExecutionException {
        return asked.get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
    }
}
