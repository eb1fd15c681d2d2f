package io.graphsync.verification.chaos.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;

/** What a broker holds of transactions that are not over: as the coordinator knows them, and as partitions do. */
public final class OpenTransactions {
    private OpenTransactions() {}

    /** One line for each, for the journal of a run that did not settle; what can't be told is a line, too. */
    public static List<String> describe(String bootstrapServers) throws InterruptedException {
        List<String> lines = new ArrayList<>();
        try (Admin admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000))) {
            List<String> ids = admin.listTransactions().all().get().stream()
                    .filter(transaction -> !isOver(transaction))
                    .map(TransactionListing::transactionalId)
                    .toList();
            admin.describeTransactions(ids)
                    .all()
                    .get()
                    .forEach((id, transaction) -> lines.add("coordinator: " + id + " " + transaction));
            List<TopicPartition> partitions = partitions(admin);
            admin.describeProducers(partitions)
                    .all()
                    .get()
                    .forEach((partition, state) -> state.activeProducers().stream()
                            .filter(producer ->
                                    producer.currentTransactionStartOffset().isPresent())
                            .forEach(producer -> lines.add("partition: " + partition + " " + producer)));
        } catch (ExecutionException e) {
            lines.add("transactions can't be described: " + e.getCause());
        }
        return lines;
    }

    private static boolean isOver(TransactionListing transaction) {
        return transaction.state() == TransactionState.EMPTY
                || transaction.state() == TransactionState.COMPLETE_ABORT
                || transaction.state() == TransactionState.COMPLETE_COMMIT;
    }

    private static List<TopicPartition> partitions(Admin admin) throws ExecutionException, InterruptedException {
        List<String> topics = new ArrayList<>(admin.listTopics().names().get());
        topics.add("__consumer_offsets");
        List<TopicPartition> partitions = new ArrayList<>();
        admin.describeTopics(topics)
                .allTopicNames()
                .get()
                .forEach((topic, description) -> description
                        .partitions()
                        .forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition()))));
        return partitions;
    }
}
