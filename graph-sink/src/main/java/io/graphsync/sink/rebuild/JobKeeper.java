package io.graphsync.sink.rebuild;

import com.fasterxml.jackson.databind.JsonNode;
import io.graphsync.sink.job.JobException;
import io.graphsync.sink.job.JobStore;
import io.graphsync.sink.outage.StopSignal;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Keeps in PostgreSQL how far a rebuild is and what it does or waits for, and hears there of a cancel; tells both to whoever works
 * on it. Safe for use by many threads; one of them keeps checkpoints.
 */
final class JobKeeper implements LoadRun.Keeper, Consumer<RebuildProgress> {
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration BEATS = Duration.ofSeconds(1);

    private final JobStore jobs;
    private final UUID job;
    private final StopSignal stop;
    private final Consumer<RebuildProgress> listener;
    private volatile boolean wanted = true;
    private volatile long keptAt = System.nanoTime();

    JobKeeper(JobStore jobs, UUID job, StopSignal stop, Consumer<RebuildProgress> listener) {
        this.jobs = jobs;
        this.job = job;
        this.stop = stop;
        this.listener = listener;
    }

    /** Waits for a PostgreSQL that is away. What is in the graph stays right meanwhile. */
    @Override
    public boolean keep(JsonNode checkpoint, RebuildProgress progress) {
        JsonNode now = progress.toJson();
        while (true) {
            try {
                keptAt = System.nanoTime();
                wanted = jobs.save(job, checkpoint, now);
                return wanted;
            } catch (JobException away) {
                awaitPostgres(progress);
                if (stop.await(PAUSE)) {
                    throw away;
                }
                connectAgain(progress);
            }
        }
    }

    private void connectAgain(RebuildProgress progress) {
        try {
            if (!jobs.reconnect()) {
                throw new ReplayException("another process has begun to work on the rebuild " + job);
            }
        } catch (JobException stillAway) {
            awaitPostgres(progress);
        }
    }

    private void awaitPostgres(RebuildProgress progress) {
        progress.waitingFor("postgresql");
        listener.accept(progress);
    }

    @Override
    public boolean isWanted() {
        return wanted;
    }

    /** Tells it, and keeps it unless something was kept just before. */
    @Override
    public void accept(RebuildProgress progress) {
        listener.accept(progress);
        if (isDue()) {
            try {
                wanted = jobs.say(job, progress.activity());
            } catch (JobException away) {
                // Told again soon; a connection that is gone is made anew when the next checkpoint is kept.
            }
        }
    }

    private synchronized boolean isDue() {
        long now = System.nanoTime();
        if (now - keptAt < BEATS.toNanos()) {
            return false;
        }
        keptAt = now;
        return true;
    }
}
