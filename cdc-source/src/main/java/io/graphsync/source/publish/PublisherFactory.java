package io.graphsync.source.publish;

import io.graphsync.outbox.topic.TopicLayout;
import io.graphsync.outbox.topic.TopicNames;
import io.graphsync.outbox.type.EventCatalog;
import io.graphsync.source.metrics.SourceMeters;
import io.graphsync.source.route.EventRouter;
import io.graphsync.source.topics.TopicCreator;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;

/** Opens publishers: creates the topics, and looks up how many partitions each has. Immutable. */
public final class PublisherFactory {
    private final PublisherSettings settings;
    private final TopicCreator topicCreator;
    private final TopicNames names;
    private final EventCatalog catalog;
    private final List<TopicLayout> layouts;
    private final SourceMeters meters;

    /**
     * Makes a factory.
     *
     * @param partitions partitions of each event topic that has to be made
     */
    public PublisherFactory(
            PublisherSettings settings,
            TopicCreator topicCreator,
            TopicNames names,
            EventCatalog catalog,
            int partitions,
            SourceMeters meters) {
        this.settings = settings;
        this.topicCreator = topicCreator;
        this.names = names;
        this.catalog = catalog;
        this.layouts = TopicLayout.of(names, catalog, partitions);
        this.meters = meters;
    }

    /**
     * Connects to Kafka.
     *
     * @throws KafkaException if the broker can't be reached within some seconds, or refuses
     */
    public EventPublisher open() {
        topicCreator.ensure(layouts);
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings.producer());
        try {
            Map<String, Integer> partitions = new HashMap<>();
            for (String topic : catalog.topics()) {
                String name = names.events(topic);
                partitions.put(name, producer.partitionsFor(name).size());
            }
            return new EventPublisher(
                    producer,
                    new EventRouter(catalog, names, partitions),
                    () -> topicCreator.ensure(layouts),
                    meters,
                    InstantSource.system(),
                    settings.bootstrapServers());
        } catch (RuntimeException failed) {
            producer.close(java.time.Duration.ZERO);
            throw failed;
        }
    }
}
