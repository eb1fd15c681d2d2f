package io.graphsync.retry.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.graphsync.stack.ServerKind;
import io.graphsync.stack.StackOptions;
import io.graphsync.stack.local.LocalStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** On a broker of its own, whose files it takes away. */
class TransactionWatchIT {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @TempDir
    static Path directory;

    private static LocalStack stack;
    private static Admin admin;

    private String group;
    private TopicPartition partition;
    private TransactionWatch watch;

    @BeforeAll
    static void start() {
        stack = LocalStack.start(StackOptions.of(ServerKind.KAFKA).keptIn(directory.resolve("stack")));
        admin = Admin.create(
                Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, stack.kafka().bootstrapServers()));
    }

    @AfterAll
    static void stop() {
        admin.close();
        stack.close();
    }

    @BeforeEach
    void topic(TestInfo test) throws Exception {
        group = "g" + Integer.toHexString(test.getDisplayName().hashCode());
        partition = new TopicPartition(group + ".retry.due", 0);
        watch = new TransactionWatch(
                group, partition.topic(), List.of(partition.topic(), group + "-missing-changelog"), PATIENCE);
        admin.createTopics(List.of(new NewTopic(partition.topic(), 1, (short) 1)))
                .all()
                .get();
    }

    @Test
    void a_transaction_of_a_thread_that_is_gone_is_aborted_long_before_its_timeout() throws Exception {
        leaveOpen(group + "-process-1");

        watchUntilItGoesOn();

        assertThat(committedOffset()).as("its offsets are forgotten").containsEntry(partition, null);
    }

    @Test
    void a_transaction_that_the_coordinator_has_lost_is_aborted() throws Exception {
        leaveOpen(group + "-process-1");
        loseCoordinatorsFiles();

        watchUntilItGoesOn();

        assertThat(committedOffset()).as("its offsets are forgotten").containsEntry(partition, null);
    }

    @Test
    void a_transaction_of_somebody_else_is_left_to_its_owner() throws Exception {
        KafkaProducer<byte[], byte[]> owner = open("somebody-else");

        long began = System.nanoTime();
        watch.lookNow(admin, began);
        watch.lookNow(admin, began + PATIENCE.toNanos());

        assertThat(isHeldUp()).isTrue();
        owner.commitTransaction();
        owner.close();
        await().until(() -> !isHeldUp());
        assertThat(committedOffset()).containsEntry(partition, new OffsetAndMetadata(1));
    }

    private void watchUntilItGoesOn() throws Exception {
        assertThat(isHeldUp()).isTrue();
        assertThat(hasStableOffsets()).isFalse();
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    watch.lookNow(admin, System.nanoTime());
                    return !isHeldUp() && hasStableOffsets();
                });
    }

    private void leaveOpen(String transactionalId) throws Exception {
        // Its connections are cut before it is closed, so that nothing of it ends the transaction.
        KafkaProducer<byte[], byte[]> abandoned = open(transactionalId);
        stack.kafka().pause();
        abandoned.close(Duration.ZERO);
        stack.kafka().resume();
    }

    /** A record, and offsets of the group. */
    private KafkaProducer<byte[], byte[]> open(String transactionalId) throws Exception {
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        stack.kafka().bootstrapServers(),
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        transactionalId,
                        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                        900_000),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(partition.topic(), new byte[] {1})).get();
        producer.sendOffsetsToTransaction(Map.of(partition, new OffsetAndMetadata(1)), groupMetadata());
        return producer;
    }

    private ConsumerGroupMetadata groupMetadata() {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        stack.kafka().bootstrapServers(),
                        ConsumerConfig.GROUP_ID_CONFIG,
                        group),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            return consumer.groupMetadata();
        }
    }

    private static void loseCoordinatorsFiles() throws IOException {
        stack.kafka().kill();
        Path data = stack.directory().resolve(ServerKind.KAFKA.id());
        List<Path> lost;
        try (Stream<Path> files = Files.walk(data)) {
            lost = files.filter(path -> path.toString().contains("__transaction_state-"))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
        assertThat(lost).isNotEmpty();
        for (Path path : lost) {
            Files.delete(path);
        }
        stack.kafka().start();
    }

    /** Whether readers of committed records are kept from the end of the partition. */
    private boolean isHeldUp() throws Exception {
        return end(IsolationLevel.READ_COMMITTED) < end(IsolationLevel.READ_UNCOMMITTED);
    }

    private long end(IsolationLevel level) throws Exception {
        ListOffsetsResultInfo end = admin.listOffsets(
                        Map.of(partition, OffsetSpec.latest()), new ListOffsetsOptions(level))
                .partitionResult(partition)
                .get(20, TimeUnit.SECONDS);
        return end.offset();
    }

    /** Kafka's client leaves out what is not stable. */
    private boolean hasStableOffsets() throws Exception {
        return committedOffset().containsKey(partition);
    }

    private Map<TopicPartition, OffsetAndMetadata> committedOffset()
            throws InterruptedException, ExecutionException, TimeoutException {
        return admin.listConsumerGroupOffsets(
                        Map.of(group, new ListConsumerGroupOffsetsSpec().topicPartitions(List.of(partition))),
                        new ListConsumerGroupOffsetsOptions()
                                .requireStable(true)
                                .timeoutMs(2_000))
                .partitionsToOffsetAndMetadata(group)
                .get(20, TimeUnit.SECONDS);
    }
}
