package io.graphsync.stack.junit;

import io.graphsync.stack.KafkaServer;
import io.graphsync.stack.StackException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Deletes a test's topics. */
final class KafkaReset {
    private static final int TIMEOUT_SECONDS = 30;

    private KafkaReset() {}

    static void deleteTopics(KafkaServer server, String prefix) {
        try (Admin admin = Admin.create(
                Map.<String, Object>of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, server.bootstrapServers()))) {
            // Internal ones too: Kafka Streams' changelogs begin with the application's id.
            List<String> topics = admin
                    .listTopics(new ListTopicsOptions().listInternal(true))
                    .names()
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .stream()
                    .filter(topic -> topic.startsWith(prefix))
                    .toList();
            if (!topics.isEmpty()) {
                admin.deleteTopics(topics).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            }
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                throw new StackException("Cannot delete the topics " + prefix + "*", e);
            }
        } catch (TimeoutException e) {
            throw new StackException("Cannot delete the topics " + prefix + "*", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
