package io.graphsync.sink.purge;

import io.graphsync.sink.failure.GraphFailure;
import io.graphsync.sink.outage.StopSignal;
import io.graphsync.sink.progress.PassedBeats;
import io.graphsync.sink.write.TombstonePurge;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.IntConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes old tombstones now and then, a few at a time. Of all sinks only the one that has the first partition does it;
 * if two do it for a moment, that does no harm. What fails is tried again the next time.
 */
public final class TombstonePurger implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TombstonePurger.class);
    private static final int AT_ONCE = 500;
    private static final Duration REST = Duration.ofMillis(500);
    private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(5);

    private final PurgePolicy policy;
    private final Duration interval;
    private final PassedBeats beats;
    private final TopicPartition first;
    private final GroupProgress group;
    private final TombstonePurge graph;
    private final IntConsumer purged;
    private final StopSignal stop = new StopSignal();
    private final Thread thread = Thread.ofVirtual().name("sink-purge").unstarted(this::run);
    private Optional<Instant> settledSince = Optional.empty();

    /**
     * Makes a purger, which does nothing before it is started.
     *
     * @param first the partition whose owner purges
     * @param purged is told how many are gone
     */
    public TombstonePurger(
            PurgeSettings settings,
            PassedBeats beats,
            TopicPartition first,
            GroupProgress group,
            TombstonePurge graph,
            IntConsumer purged) {
        this.policy = settings.policy();
        this.interval = settings.interval();
        this.beats = beats;
        this.first = first;
        this.group = group;
        this.graph = graph;
        this.purged = purged;
    }

    /** Starts the thread, if anything is ever to be purged. */
    public void start() {
        if (policy.purges()) {
            thread.start();
        }
    }

    private void run() {
        while (!stop.await(interval)) {
            try {
                Optional<Instant> now = beats.newest().filter(any -> beats.has(first));
                if (now.isEmpty()) {
                    settledSince = Optional.empty();
                    continue;
                }
                settledSince = group.hasKeptUp(stop) ? settledSince.or(() -> now) : Optional.empty();
                Optional<Instant> cutoff = policy.cutoff(now.get(), settledSince);
                if (cutoff.isPresent() && graph.anyBefore(cutoff.get())) {
                    purge(cutoff.get());
                }
            } catch (ExecutionException | KafkaException | GraphFailure failure) {
                log.atInfo()
                        .addKeyValue("cause", failure.getMessage())
                        .log("Old tombstones could not be looked for; trying again later");
            } catch (InterruptedException closed) {
                stop.request();
            }
        }
    }

    private void purge(Instant cutoff) throws GraphFailure {
        int all = 0;
        int found = AT_ONCE;
        while (found == AT_ONCE && beats.has(first) && !stop.isRequested()) {
            found = graph.before(cutoff, AT_ONCE);
            purged.accept(found);
            all += found;
            stop.await(REST);
        }
        log.atInfo()
                .addKeyValue("deleted_before", cutoff)
                .addKeyValue("count", all)
                .log("Removed tombstones that are older than any event that could still come");
    }

    /** Ends the thread. */
    @Override
    public void close() {
        stop.request();
        thread.interrupt();
        try {
            if (policy.purges()) {
                thread.join(CLOSE_DEADLINE);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
