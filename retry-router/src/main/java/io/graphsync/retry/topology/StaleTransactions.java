package io.graphsync.retry.topology;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.TransactionDescription;

/**
 * Tells which open transactions are stale, and what ends them. A transaction of a stream thread takes a tenth of a second, and its
 * coordinator ends it after its timeout. One that is still there after several timeouts is ended by nobody: the thread is
 * gone, or the coordinator has lost it. One thread.
 */
final class StaleTransactions {
    /** What is done about a stale transaction. */
    sealed interface Remedy {
        /** The coordinator still counts on its producer, which is told that it is over. */
        record Fence(String transactionalId) implements Remedy {}

        /** The coordinator will not end it: the partition is told that it is aborted. */
        record Abort(String why) implements Remedy {}

        /** It is not ours to end. */
        record Leave(String why) implements Remedy {}
    }

    private final String applicationId;
    private final Duration patience;
    private final Map<OpenTransaction, Long> firstSeen = new HashMap<>();

    /**
     * Knows no transaction yet.
     *
     * @param applicationId what the ids of our own transactions begin with
     * @param patience a transaction that is seen for longer is stale
     */
    StaleTransactions(String applicationId, Duration patience) {
        this.applicationId = applicationId;
        this.patience = patience;
    }

    /** Remembers what is open now and forgets the rest; returns what has been open for too long. */
    List<OpenTransaction> stale(Set<OpenTransaction> open, long nowNanos) {
        firstSeen.keySet().retainAll(open);
        open.forEach(transaction -> firstSeen.putIfAbsent(transaction, nowNanos));
        Set<OpenTransaction> stale = new HashSet<>();
        firstSeen.forEach((transaction, since) -> {
            if (nowNanos - since >= patience.toNanos()) {
                stale.add(transaction);
            }
        });
        return List.copyOf(stale);
    }

    /** Decides what ends a stale transaction, by what its coordinator says of the producer; empty where it knows none. */
    Remedy remedy(OpenTransaction stale, Optional<Map.Entry<String, TransactionDescription>> known) {
        if (known.isEmpty()) {
            return new Remedy.Abort("its coordinator does not know it");
        }
        String id = known.get().getKey();
        TransactionDescription description = known.get().getValue();
        return switch (description.state()) {
            case ONGOING -> ongoing(stale, id, description);
            case PREPARE_COMMIT -> new Remedy.Leave("its coordinator is committing it");
            case PREPARE_ABORT -> new Remedy.Abort("its coordinator does not get on with aborting it");
            case EMPTY, COMPLETE_ABORT, COMPLETE_COMMIT, PREPARE_EPOCH_FENCE ->
                new Remedy.Abort("its coordinator takes it for ended");
            case UNKNOWN -> new Remedy.Leave("its coordinator names a state that this version does not know");
        };
    }

    private Remedy ongoing(OpenTransaction stale, String id, TransactionDescription description) {
        if (description.producerEpoch() != stale.producerEpoch()
                || !description.topicPartitions().contains(stale.partition())) {
            return new Remedy.Abort("its coordinator knows a later one of that producer alone");
        }
        return id.startsWith(applicationId + "-")
                ? new Remedy.Fence(id)
                : new Remedy.Leave("it belongs to " + id + " and ends by its timeout of "
                        + description.transactionTimeoutMs() / 1_000 + " s");
    }
}
