package io.graphsync.source.topics;

import io.graphsync.outbox.topic.TopicLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the topics of a pipeline. A topic that is there already is left as it is; where it is kept in another way
 * than wanted, a warning says so. Safe for use by many threads.
 */
public final class TopicCreator {
    private static final Logger log = LoggerFactory.getLogger(TopicCreator.class);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration LEADER_POLL = Duration.ofMillis(50);

    private final Map<String, String> clientSettings;
    private final short replicationFactor;

    /**
     * Makes one.
     *
     * @param clientSettings settings of Kafka's admin client, {@code bootstrap.servers} among them
     * @param replicationFactor copies of each new topic; -1 means the broker's default
     */
    public TopicCreator(Map<String, String> clientSettings, short replicationFactor) {
        this.clientSettings = Map.copyOf(clientSettings);
        this.replicationFactor = replicationFactor;
    }

    /**
     * Creates what is missing.
     *
     * @return one outcome for each layout, in the same order
     * @throws KafkaException if the broker can't be reached within some seconds, or refuses
     */
    public List<TopicOutcome> ensure(List<TopicLayout> layouts) {
        try (Admin admin = Admin.create(adminSettings())) {
            Map<String, TopicDescription> present = describe(admin, layouts);
            Map<String, Map<String, String>> settings = settings(admin, present);
            List<TopicOutcome> outcomes = new ArrayList<>();
            for (TopicLayout layout : layouts) {
                TopicDescription description = present.get(layout.name());
                outcomes.add(
                        description == null
                                ? create(admin, layout)
                                : TopicPlanner.compare(
                                        layout,
                                        description.partitions().size(),
                                        settings.getOrDefault(layout.name(), Map.of())));
            }
            awaitLeaders(admin, created(layouts, outcomes));
            outcomes.forEach(TopicCreator::report);
            return List.copyOf(outcomes);
        }
    }

    private Properties adminSettings() {
        Properties settings = new Properties();
        settings.putAll(clientSettings);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) REQUEST_TIMEOUT.toMillis());
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) REQUEST_TIMEOUT.toMillis());
        return settings;
    }

    private static Map<String, TopicDescription> describe(Admin admin, List<TopicLayout> layouts) {
        Map<String, TopicDescription> present = new HashMap<>();
        List<String> names = layouts.stream().map(TopicLayout::name).toList();
        admin.describeTopics(names).topicNameValues().forEach((name, future) -> {
            try {
                present.put(name, get(future));
            } catch (UnknownTopicOrPartitionException missing) {
                log.atDebug().addKeyValue("topic", name).log("The topic is missing");
            }
        });
        return present;
    }

    private static Map<String, Map<String, String>> settings(Admin admin, Map<String, TopicDescription> present) {
        List<ConfigResource> resources = present.keySet().stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        Map<String, Map<String, String>> settings = new HashMap<>();
        get(admin.describeConfigs(resources).all())
                .forEach((resource, config) -> settings.put(
                        resource.name(),
                        config.entries().stream()
                                .filter(entry -> entry.value() != null)
                                .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value))));
        return settings;
    }

    private TopicOutcome create(Admin admin, TopicLayout layout) {
        Optional<Short> replication = replicationFactor < 0 ? Optional.empty() : Optional.of(replicationFactor);
        NewTopic topic =
                new NewTopic(layout.name(), Optional.of(layout.partitions()), replication).configs(layout.settings());
        try {
            get(admin.createTopics(List.of(topic)).all());
            return new TopicOutcome.Created(layout.name());
        } catch (TopicExistsException madeMeanwhile) {
            return new TopicOutcome.Present(layout.name());
        }
    }

    private static List<TopicLayout> created(List<TopicLayout> layouts, List<TopicOutcome> outcomes) {
        return layouts.stream()
                .filter(layout -> outcomes.contains(new TopicOutcome.Created(layout.name())))
                .toList();
    }

    /**
     * Waits until each partition has a leader that answers. A producer that is turned away by a partition which was just
     * created may stand still until its delivery timeout (seen with Kafka 4.3.1): the broker then has its second batch
     * before its first one, which is out of sequence for good.
     */
    private static void awaitLeaders(Admin admin, List<TopicLayout> layouts) {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (TopicLayout layout : layouts) {
            for (int partition = 0; partition < layout.partitions(); partition++) {
                ends.put(new TopicPartition(layout.name(), partition), OffsetSpec.latest());
            }
        }
        long deadline = System.nanoTime() + REQUEST_TIMEOUT.toNanos();
        while (true) {
            try {
                if (describe(admin, layouts).size() == layouts.size()) {
                    get(admin.listOffsets(ends).all());
                    return;
                }
            } catch (UnknownTopicOrPartitionException notYet) {
                log.atDebug().log("A broker does not know a new topic yet");
            }
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("the new topics have no leaders yet");
            }
            LockSupport.parkNanos(LEADER_POLL.toNanos());
        }
    }

    private static void report(TopicOutcome outcome) {
        switch (outcome) {
            case TopicOutcome.Created created ->
                log.atInfo().addKeyValue("topic", created.topic()).log("Created a topic");
            case TopicOutcome.Present present ->
                log.atDebug().addKeyValue("topic", present.topic()).log("The topic is there");
            case TopicOutcome.Differing differing ->
                log.atWarn()
                        .addKeyValue("topic", differing.topic())
                        .addKeyValue("differences", differing.differences())
                        .log("The topic is kept in another way than configured; it is left as it is");
        }
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof KafkaException cause) {
                throw cause;
            }
            throw new KafkaException(failed.getCause());
        } catch (InterruptedException interrupted) {
            throw new InterruptException(interrupted);
        }
    }
}
