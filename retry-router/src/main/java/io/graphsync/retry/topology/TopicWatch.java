package io.graphsync.retry.topology;

import io.graphsync.retry.outage.FailureClassifier;
import io.graphsync.retry.outage.OutageLog;
import io.graphsync.retry.outage.Severity;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Asks Kafka for the topics, and says what is awaited while they or the brokers are not there. One thread. */
final class TopicWatch implements AutoCloseable {
    private static final int TIMEOUT_SECONDS = 5;

    private final StreamsSettings settings;
    private final List<String> topics;
    private final OutageLog outage;
    private @Nullable Admin admin;

    TopicWatch(StreamsSettings settings, List<String> topics, OutageLog outage) {
        this.settings = settings;
        this.topics = topics;
        this.outage = outage;
    }

    /**
     * Asks once.
     *
     * @return what asks further, if Kafka answers and has all topics
     * @throws org.apache.kafka.common.KafkaException if waiting can't help, such as a login that is refused
     */
    Optional<Admin> present() throws InterruptedException {
        Admin asked = admin == null ? connect() : admin;
        if (asked == null) {
            return Optional.empty();
        }
        admin = asked;
        List<String> missing = new ArrayList<>();
        try {
            for (Map.Entry<String, KafkaFuture<TopicDescription>> topic :
                    asked.describeTopics(topics).topicNameValues().entrySet()) {
                if (!exists(topic.getValue())) {
                    missing.add(topic.getKey());
                }
            }
        } catch (TimeoutException silent) {
            outage.waiting("an answer of the brokers", "none within " + TIMEOUT_SECONDS + " s");
            return Optional.empty();
        }
        if (!missing.isEmpty()) {
            outage.waiting("the topics " + missing.stream().sorted().toList(), "cdc-source creates them");
            return Optional.empty();
        }
        outage.over();
        return Optional.of(asked);
    }

    private boolean exists(KafkaFuture<TopicDescription> topic) throws InterruptedException, TimeoutException {
        try {
            topic.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            if (FailureClassifier.ofKafka(e) == Severity.FATAL) {
                throw new org.apache.kafka.common.KafkaException("cannot ask Kafka for its topics", e.getCause());
            }
            throw new TimeoutException(e.getMessage());
        }
    }

    /** Kafka's client refuses to start while no name resolves; in a cluster that is being started none may do yet. */
    private @Nullable Admin connect() {
        List<String> hosts = hosts(settings.bootstrapServers());
        if (hosts.stream().noneMatch(TopicWatch::resolves)) {
            outage.waiting("the address of a broker", "none of these names resolves: " + hosts);
            return null;
        }
        return Admin.create(settings.admin());
    }

    private static List<String> hosts(String bootstrapServers) {
        List<String> hosts = new ArrayList<>();
        for (String server : bootstrapServers.split(",", -1)) {
            String address = server.strip();
            hosts.add(address.substring(0, Math.max(0, address.lastIndexOf(':'))));
        }
        return hosts;
    }

    private static boolean resolves(String host) {
        try {
            InetAddress.getByName(host);
            return true;
        } catch (UnknownHostException unknown) {
            return false;
        }
    }

    @Override
    public void close() {
        Admin open = admin;
        if (open != null) {
            open.close(java.time.Duration.ofSeconds(1));
        }
    }
}
