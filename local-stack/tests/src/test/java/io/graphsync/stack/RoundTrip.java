package io.graphsync.stack;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.GraphDatabase;

/** Writes one value to a server and reads all values back, by the clients that applications use. */
public final class RoundTrip {
    private static final String TOPIC = "round-trip";

    private RoundTrip() {}

    public static List<String> through(PostgresServer server, String database, String value) throws SQLException {
        try (var connection = DriverManager.getConnection(server.jdbcUrl(database), server.user(), server.password());
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS round_trip (value text)");
            statement.execute("INSERT INTO round_trip VALUES (" + statement.enquoteLiteral(value) + ")");
            var values = new ArrayList<String>();
            try (var rows = statement.executeQuery("SELECT value FROM round_trip ORDER BY value")) {
                while (rows.next()) {
                    values.add(rows.getString(1));
                }
            }
            return values;
        }
    }

    public static List<String> through(KafkaServer server, String topicPrefix, String value)
            throws ExecutionException, InterruptedException {
        String topic = topicPrefix + TOPIC;
        try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", server.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
        var properties = new Properties();
        properties.put("bootstrap.servers", server.bootstrapServers());
        properties.put("acks", "all");
        try (var producer = new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, value)).get();
        }
        return readAll(properties, new TopicPartition(topic, 0));
    }

    private static List<String> readAll(Properties properties, TopicPartition partition) {
        try (var consumer = new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            var values = new ArrayList<String>();
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(each -> values.add(each.value()));
            }
            return values;
        }
    }

    public static List<String> through(Neo4jServer server, String value) {
        try (var driver = GraphDatabase.driver(server.uri(), AuthTokens.basic(server.user(), server.password()))) {
            driver.executableQuery("CREATE (:RoundTrip {value: $value})")
                    .withParameters(Map.of("value", value))
                    .execute();
            return driver
                    .executableQuery("MATCH (n:RoundTrip) RETURN n.value AS value ORDER BY value")
                    .execute()
                    .records()
                    .stream()
                    .map(row -> row.get("value").asString())
                    .toList();
        }
    }
}
