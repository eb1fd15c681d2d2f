package io.graphsync.retry.topology;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.LocalStackExtension;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalStackExtension.class)
@UseStack(ServerKind.KAFKA)
class StreamsClientsIT {
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(15);

    @Test
    void a_producer_whose_commit_timed_out_is_closed_while_the_broker_is_away(TestStack stack) throws Exception {
        String topic = stack.topicPrefix() + ".events";
        stack.createTopics(List.of(new NewTopic(topic, 1, (short) 1)));
        Producer<byte[], byte[]> producer = new StreamsClients()
                .getProducer(Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        stack.bootstrapServers(),
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        stack.topicPrefix(),
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        2_000));
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(topic, new byte[] {1})).get();
        stack.kafka().stop();
        try {
            assertThatExceptionOfType(TimeoutException.class).isThrownBy(producer::commitTransaction);

            CompletableFuture<Void> closed = CompletableFuture.runAsync(producer::close);

            assertThatNoException().isThrownBy(() -> closed.get(LONGEST_CLOSE.toSeconds(), TimeUnit.SECONDS));
        } finally {
            stack.kafka().start();
        }
    }
}
