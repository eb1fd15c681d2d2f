package io.graphsync.sink.rebuild;

import io.graphsync.outbox.type.EventCatalog;
import io.graphsync.outbox.type.EventType;
import io.graphsync.sink.consume.ConsumeSettings;
import io.graphsync.sink.database.DatabaseSettings;
import io.graphsync.sink.mapping.TemplateCatalog;
import io.graphsync.sink.write.GraphSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What a rebuild works with.
 *
 * @param catalog the event types
 * @param templates how they are written
 * @param sink what the live sink is run with
 * @param database where rows and jobs are
 * @param graph the graph that the sinks write to
 * @param second how to log in to a graph that is to take its place; its address comes with the rebuild
 */
public record RebuildSettings(
        EventCatalog catalog,
        TemplateCatalog templates,
        ConsumeSettings sink,
        DatabaseSettings database,
        GraphSettings graph,
        GraphSettings second) {
    /** What PostgreSQL shows of a rebuild's connections. */
    static final String APPLICATION_NAME = "graphsync-rebuild";

    private static final int MOST_POLLED = 5_000;
    private static final int MOST_FETCHED = 4 << 20;

    /** A request that waits at the end of one topic holds up the first records of the next, and the consumer's close. */
    private static final int FETCH_WAIT_MILLIS = 20;

    /** Checks that all are there. */
    public RebuildSettings {
        Objects.requireNonNull(catalog, "catalog");
        Objects.requireNonNull(templates, "templates");
        Objects.requireNonNull(sink, "sink");
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(graph, "graph");
        Objects.requireNonNull(second, "second");
    }

    /** Returns the graph to fill. */
    GraphSettings target(RebuildOptions options) {
        return options.into().map(second::at).orElse(graph);
    }

    /** Returns the topics that hold the events: nodes before the relationships between them. */
    List<String> eventTopics() {
        return TopicOrder.nodesFirst(catalog).stream().map(this::topic).toList();
    }

    /** Returns the topic that holds the events of a type. */
    String topic(EventType type) {
        return topic(type.topic());
    }

    private String topic(String name) {
        List<String> inTheCatalogsOrder = sink.topics().stream()
                .filter(topic -> !topic.equals(sink.route().redelivered()))
                .toList();
        return inTheCatalogsOrder.get(List.copyOf(catalog.topics()).indexOf(name));
    }

    /** Returns a consumer that belongs to no group. */
    Consumer<byte[], byte[]> consumer() {
        return consumer(MOST_POLLED);
    }

    /**
     * The same.
     *
     * @param mostPolled so many records are of use at a time
     */
    Consumer<byte[], byte[]> consumer(int mostPolled) {
        Map<String, Object> own = new HashMap<>(sink.consumer());
        own.keySet()
                .removeAll(List.of(
                        ConsumerConfig.GROUP_ID_CONFIG,
                        ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
                        ConsumerConfig.GROUP_PROTOCOL_CONFIG));
        own.putIfAbsent(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, MOST_FETCHED);
        own.putIfAbsent(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MILLIS);
        own.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, mostPolled);
        return new KafkaConsumer<>(own, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** A question to PostgreSQL. */
    @FunctionalInterface
    interface Question<T> {
        T ask(Connection connection) throws SQLException, InterruptedException;
    }

    /**
     * Asks PostgreSQL, by a connection of its own.
     *
     * @throws ReplayException if it can't be asked
     */
    <T> T askPostgres(Question<T> question) throws InterruptedException {
        try (Connection connection = database.connect(APPLICATION_NAME)) {
            return question.ask(connection);
        } catch (SQLException failure) {
            throw new ReplayException("PostgreSQL can't be read: " + failure.getMessage(), failure);
        }
    }
}
