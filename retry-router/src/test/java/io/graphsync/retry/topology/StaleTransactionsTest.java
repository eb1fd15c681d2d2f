package io.graphsync.retry.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.retry.topology.StaleTransactions.Remedy;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StaleTransactionsTest {
    private static final TopicPartition PARTITION = new TopicPartition("events.retry.due", 1);
    private static final OpenTransaction OPEN = new OpenTransaction(PARTITION, 7, 3, 0, 100);
    private static final OpenTransaction NEXT = new OpenTransaction(PARTITION, 7, 4, 0, 120);

    private final StaleTransactions transactions = new StaleTransactions("events-retry", Duration.ofSeconds(40));

    @Test
    void a_transaction_is_stale_when_it_was_open_in_every_look_for_the_whole_patience() {
        assertThat(transactions.stale(Set.of(OPEN), seconds(0))).isEmpty();
        assertThat(transactions.stale(Set.of(OPEN, NEXT), seconds(30))).isEmpty();
        assertThat(transactions.stale(Set.of(OPEN, NEXT), seconds(40))).containsExactly(OPEN);
        assertThat(transactions.stale(Set.of(NEXT), seconds(70))).containsExactly(NEXT);
    }

    @Test
    void a_transaction_that_ended_in_between_is_a_new_one_when_it_is_seen_again() {
        transactions.stale(Set.of(OPEN), seconds(0));
        transactions.stale(Set.of(), seconds(20));

        assertThat(transactions.stale(Set.of(OPEN), seconds(40))).isEmpty();
    }

    @Test
    void a_producer_of_ours_that_its_coordinator_counts_on_is_fenced() {
        assertThat(transactions.remedy(OPEN, known("events-retry-a-1", TransactionState.ONGOING, 3, PARTITION)))
                .isEqualTo(new Remedy.Fence("events-retry-a-1"));
    }

    @Test
    void a_transaction_of_somebody_else_is_left_alone() {
        assertThat(transactions.remedy(OPEN, known("events-retrying", TransactionState.ONGOING, 3, PARTITION)))
                .isInstanceOf(Remedy.Leave.class);
    }

    @Test
    void what_the_coordinator_does_not_know_is_aborted_where_it_is() {
        assertThat(transactions.remedy(OPEN, Optional.empty())).isInstanceOf(Remedy.Abort.class);
        assertThat(transactions.remedy(OPEN, known("events-retry-a-1", TransactionState.ONGOING, 4, PARTITION)))
                .as("a later transaction of the producer")
                .isInstanceOf(Remedy.Abort.class);
        assertThat(transactions.remedy(
                        OPEN,
                        known("events-retry-a-1", TransactionState.ONGOING, 3, new TopicPartition("events.dlt", 0))))
                .as("a transaction without this partition")
                .isInstanceOf(Remedy.Abort.class);
    }

    @Test
    void a_transaction_that_is_decided_to_commit_is_never_aborted() {
        assertThat(transactions.remedy(OPEN, known("events-retry-a-1", TransactionState.PREPARE_COMMIT, 3, PARTITION)))
                .isInstanceOf(Remedy.Leave.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = TransactionState.class,
            names = {"EMPTY", "COMPLETE_ABORT", "COMPLETE_COMMIT", "PREPARE_ABORT", "PREPARE_EPOCH_FENCE"})
    void what_the_coordinator_takes_for_ended_is_aborted_where_it_is(TransactionState state) {
        assertThat(transactions.remedy(OPEN, known("events-retry-a-1", state, 4, PARTITION)))
                .isInstanceOf(Remedy.Abort.class);
    }

    private static Optional<Map.Entry<String, TransactionDescription>> known(
            String id, TransactionState state, int epoch, TopicPartition partition) {
        return Optional.of(Map.entry(
                id, new TransactionDescription(1, state, 7, epoch, 900_000, OptionalLong.of(1), Set.of(partition))));
    }

    private static long seconds(int seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
