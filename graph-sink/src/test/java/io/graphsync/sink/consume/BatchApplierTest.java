package io.graphsync.sink.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.graphsync.outbox.event.Failure;
import io.graphsync.outbox.event.FailureHeaders;
import io.graphsync.outbox.progress.Outcome;
import io.graphsync.sink.consume.Work.AbandonedException;
import io.graphsync.sink.failure.GraphFailure;
import io.graphsync.sink.mapping.MappedEvent;
import io.graphsync.sink.model.BuiltInTypes;
import io.graphsync.sink.model.SampleEvent;
import io.graphsync.sink.outage.GraphWatch;
import io.graphsync.sink.outage.OutageWatch;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class BatchApplierTest {
    private static final TopicPartition EVENTS = new TopicPartition("p.events.message", 0);
    private static final TopicPartition DUE = new TopicPartition("p.retry.due", 0);
    private static final String UNKNOWN_ERROR = "Neo.DatabaseError.General.UnknownError";
    private static final String POISON = "Neo.ClientError.Schema.ConstraintValidationFailed";

    private final FakeGraph graph = new FakeGraph();
    private final CountingObserver observer = new CountingObserver();
    private final List<ProducerRecord<byte[], byte[]>> sent = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger committedBeforeSent = new AtomicInteger(-1);
    private final GraphWatch watch = GraphWatch.start(
            graph::probe,
            new OutageWatch("Neo4j", "here", InstantSource.system(), LoggerFactory.getLogger("test")),
            InstantSource.system());
    private final BatchApplier applier = new BatchApplier(
            BuiltInTypes.MAPPER,
            new IsolatingWriter(graph::write, watch, new WriterPermits(4, any -> {}), observer, InstantSource.system()),
            new WritePolicy(3),
            (messages, work) -> {
                committedBeforeSent.set(observer.applied.get());
                sent.addAll(messages);
            },
            new RetryRoute("p.retry", "p.retry.due"),
            observer,
            InstantSource.system());

    @AfterEach
    void close() {
        watch.close();
    }

    @Test
    void a_batch_of_heartbeats_costs_no_transaction() throws Exception {
        applier.apply(work(List.of(Records.heartbeat(EVENTS, 1, 1), Records.heartbeat(EVENTS, 2, 2))));

        assertThat(observer.transactions).hasValue(0);
        assertThat(sent).isEmpty();
    }

    @Test
    void events_around_a_heartbeat_are_written() throws Exception {
        applier.apply(work(List.of(message(EVENTS, 1), Records.heartbeat(EVENTS, 2, 2), message(EVENTS, 3))));

        assertThat(graph.written()).containsExactlyInAnyOrder(1L, 3L);
        assertThat(observer.applied).hasValue(2);
    }

    @Test
    void the_outcome_of_each_redelivered_event_is_told_and_of_no_other() throws Exception {
        applier.apply(work(List.of(message(EVENTS, 1), message(DUE, 2), message(DUE, 1))));

        assertThat(sent)
                .extracting(record -> Outcome.of(Records.headers(record)).map(Outcome::result))
                .containsExactly(Optional.of(Outcome.Result.APPLIED), Optional.of(Outcome.Result.SUPERSEDED));
        assertThat(observer.applied).hasValue(2);
        assertThat(observer.superseded).hasValue(1);
    }

    @Test
    void each_record_is_counted_once_and_only_when_the_retry_topic_has_what_it_must() throws Exception {
        graph.failing = holding(7, POISON);

        applier.apply(work(messages(1, 16)));

        assertThat(observer.applied).hasValue(15);
        assertThat(observer.deadLettered).hasValue(1);
        assertThat(observer.superseded).hasValue(0);
        assertThat(observer.retried).hasValue(0);
        assertThat(committedBeforeSent).hasValue(0);
        assertThat(failure(sent.get(0)).code()).isEqualTo(POISON);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "graphsync.neo4j-unreachable",
                "Neo.ClientError.Security.Unauthorized",
                "Neo.ClientError.General.WriteOnReadOnlyAccessDatabase",
                "Neo.DatabaseError.Transaction.TransactionCommitFailed",
                "Neo.TransientError.General.DatabaseUnavailable",
                UNKNOWN_ERROR,
                "Neo.ClientError.Statement.ArgumentError",
                "Neo.TransientError.General.MemoryPoolOutOfMemoryError"
            })
    void nobody_is_blamed_while_neo4j_takes_no_writes_whatever_it_says(String code) throws Exception {
        graph.down = Optional.of(code);
        CompletableFuture<Boolean> applied = start(work(messages(1, 9)));
        await().until(() -> watch.isAway() && graph.probes.get() > 0);

        graph.down = Optional.empty();

        await().atMost(Duration.ofSeconds(15)).until(applied::isDone);
        assertThat(applied.join()).isTrue();
        assertThat(graph.written()).hasSize(9);
        assertThat(sent).isEmpty();
        assertThat(observer.retried.get() + observer.deadLettered.get()).isZero();
    }

    @Test
    void all_writers_wait_for_one_who_asks_and_wake_together() throws Exception {
        graph.down = Optional.of("graphsync.neo4j-unreachable");
        List<CompletableFuture<Boolean>> writers = LongStream.range(0, 16)
                .mapToObj(i -> start(work(messages(i * 10 + 1, 10))))
                .toList();
        await().until(() -> graph.probes.get() >= 4);
        int probes = graph.probes.get();
        assertThat(probes).isLessThan(16);

        graph.down = Optional.empty();

        await().atMost(Duration.ofSeconds(3)).until(() -> graph.written().size() == 160);
        assertThat(graph.probes.get() - probes).isLessThan(10);
        writers.forEach(CompletableFuture::join);
    }

    @Test
    void an_event_that_ends_the_connection_again_and_again_is_isolated_and_goes_to_the_retry_topic() throws Exception {
        graph.failing = holding(2, "graphsync.neo4j-unreachable");

        applier.apply(work(messages(1, 2)));

        assertThat(graph.written()).containsExactly(1L);
        assertThat(failure(sent.get(0)).kind()).isEqualTo(Failure.Kind.TRANSIENT);
        assertThat(observer.retried).hasValue(1);
    }

    @Test
    void a_batch_that_is_too_much_at_once_is_written_in_pieces() throws Exception {
        graph.failing = events -> events.size() > 3
                ? Optional.of("Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration")
                : Optional.empty();

        applier.apply(work(messages(1, 10)));

        assertThat(graph.written()).hasSize(10);
        assertThat(sent).isEmpty();
    }

    @Test
    void work_that_nobody_waits_for_is_put_down_during_an_outage() {
        graph.down = Optional.of("graphsync.neo4j-unreachable");
        Batch batch = new Batch(EVENTS, messages(1, 3), 1);
        batch.abandon();

        assertThatThrownBy(() -> applier.apply(batch)).isInstanceOf(AbandonedException.class);
        assertThat(observer.retried).hasValue(0);
    }

    @Test
    void a_statement_that_neo4j_refuses_stops_the_sink() {
        graph.down = Optional.of("Neo.ClientError.Statement.SyntaxError");

        assertThatThrownBy(() -> applier.apply(work(messages(1, 3)))).isInstanceOf(GraphFailure.class);
    }

    private static java.util.function.Function<List<MappedEvent>, Optional<String>> holding(long seq, String code) {
        return events -> events.stream().anyMatch(event -> event.seq() == seq) ? Optional.of(code) : Optional.empty();
    }

    private CompletableFuture<Boolean> start(Work work) {
        CompletableFuture<Boolean> applied = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                applier.apply(work);
                applied.complete(true);
            } catch (AbandonedException | GraphFailure | RuntimeException failure) {
                applied.completeExceptionally(failure);
            }
        });
        return applied;
    }

    private static Failure failure(ProducerRecord<byte[], byte[]> letter) {
        return FailureHeaders.decode(Records.headers(letter)).orElseThrow();
    }

    private static Work work(List<ConsumerRecord<byte[], byte[]>> records) {
        return new Batch(EVENTS, records, 1);
    }

    private static List<ConsumerRecord<byte[], byte[]>> messages(long first, int count) {
        return LongStream.range(first, first + count)
                .mapToObj(seq -> message(EVENTS, seq))
                .toList();
    }

    private static ConsumerRecord<byte[], byte[]> message(TopicPartition partition, long seq) {
        String id = new UUID(1, seq).toString();
        return Records.event(partition, seq, SampleEvent.message(seq, id, id, "user"));
    }
}
