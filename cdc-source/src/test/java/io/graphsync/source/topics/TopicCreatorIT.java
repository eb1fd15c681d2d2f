package io.graphsync.source.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.outbox.topic.TopicLayout;
import io.graphsync.outbox.topic.TopicNames;
import io.graphsync.outbox.type.EventTypeReader;
import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

@UseStack(ServerKind.KAFKA)
class TopicCreatorIT {
    private static final int PARTITIONS = 8;

    @Test
    void a_new_topic_takes_records_at_once(TestStack stack) {
        Map<String, String> client = Map.of("bootstrap.servers", stack.bootstrapServers());
        var creator = new TopicCreator(client, (short) -1);
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>copyOf(client), new StringSerializer(), new StringSerializer())) {
            for (int round = 0; round < 5; round++) {
                var names = new TopicNames(stack.topicPrefix() + "-" + round);
                List<TopicLayout> layouts = TopicLayout.of(names, EventTypeReader.builtIn(), PARTITIONS);

                assertThat(creator.ensure(layouts)).allMatch(TopicOutcome.Created.class::isInstance);

                for (TopicLayout layout : layouts) {
                    for (int partition = 0; partition < layout.partitions(); partition++) {
                        var unused = producer.send(new ProducerRecord<>(layout.name(), partition, "key", "value"));
                    }
                }
                producer.flush();
            }

            assertThat(retries(producer)).isZero();
        }
    }

    private static double retries(KafkaProducer<?, ?> producer) {
        return producer.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals("record-retry-total")
                        && metric.metricName().group().equals("producer-metrics"))
                .mapToDouble(metric -> (double) metric.metricValue())
                .sum();
    }
}
