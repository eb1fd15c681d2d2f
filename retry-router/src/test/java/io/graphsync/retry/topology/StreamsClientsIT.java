package io.graphsync.retry.topology;

import static org.assertj.core.api.Assertions.assertThat;
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
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
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
            assertThatExceptionOfType(UnansweredException.class)
                    .isThrownBy(producer::commitTransaction)
                    .withCauseInstanceOf(TimeoutException.class);

            CompletableFuture<Void> closed = CompletableFuture.runAsync(producer::close);

            assertThatNoException().isThrownBy(() -> closed.get(LONGEST_CLOSE.toSeconds(), TimeUnit.SECONDS));
        } finally {
            stack.kafka().start();
        }
    }

    /** Streams must not hear that it may try again: it would go on with this producer and with stores that lack what it wrote. */
    @Test
    void a_record_that_is_not_acknowledged_in_time_ends_the_thread(TestStack stack) throws Exception {
        String topic = stack.topicPrefix() + ".events";
        stack.createTopics(List.of(new NewTopic(topic, 1, (short) 1)));
        CompletableFuture<Exception> told = new CompletableFuture<>();
        try (Producer<byte[], byte[]> producer = new StreamsClients()
                .getProducer(Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        stack.bootstrapServers(),
                        ProducerConfig.LINGER_MS_CONFIG,
                        0,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        1_000,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        2_000))) {
            producer.send(new ProducerRecord<>(topic, new byte[] {1})).get();
            stack.kafka().pause();

            Future<RecordMetadata> sent =
                    producer.send(new ProducerRecord<>(topic, new byte[] {2}), (metadata, e) -> told.complete(e));

            assertThat(told.get(LONGEST_CLOSE.toSeconds(), TimeUnit.SECONDS)).isInstanceOf(UnansweredException.class);
            // Kafka's client fires the callback a moment before it is done with the future.
            assertThat(sent).failsWithin(LONGEST_CLOSE);
        } finally {
            stack.kafka().resume();
        }
    }
}
