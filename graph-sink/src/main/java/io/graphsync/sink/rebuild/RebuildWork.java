package io.graphsync.sink.rebuild;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graphsync.sink.failure.GraphFailure;
import io.graphsync.sink.job.Job;
import io.graphsync.sink.outage.StopSignal;
import io.graphsync.sink.rebuild.Follower.Sinks;
import io.graphsync.sink.verify.Explanation.Cause;
import io.graphsync.sink.verify.GraphVerifier;
import io.graphsync.sink.verify.GraphVerifier.Barrier;
import io.graphsync.sink.verify.VerifyHistory;
import io.graphsync.sink.verify.VerifyOptions;
import io.graphsync.sink.verify.VerifyReport;
import io.graphsync.sink.write.GraphAlias;
import io.graphsync.sink.write.GraphSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * The stages of a rebuild, each of which is done once: the load; for a second graph the following, until all sinks write to it;
 * and the comparison. Or, in place of a graph, files of what was read. One thread.
 */
final class RebuildWork {
    private static final VerifyOptions VERIFICATION =
            new VerifyOptions(VerifyOptions.Mode.DIGEST, Duration.ofSeconds(60), 20);
    private static final Duration CLOSE_BEHIND = Duration.ofSeconds(1);
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final String LOADED = "loaded";

    private final RebuildSettings settings;
    private final RebuildOptions options;
    private final GraphSettings target;
    private final Job job;
    private final StopSignal stop;
    private final JobKeeper keeper;
    private final RebuildProgress progress;
    private final ObjectNode result;

    RebuildWork(RebuildSettings settings, Job job, StopSignal stop, JobKeeper keeper) {
        this.settings = settings;
        this.options = RebuildOptions.fromJson(job.options());
        this.target = settings.target(options);
        this.job = job;
        this.stop = stop;
        this.keeper = keeper;
        this.progress =
                new RebuildProgress(job.options().path("scope").path("total").asLong(), job.progress());
        this.result = JsonNodeFactory.instance.objectNode();
    }

    /** How an attempt ended. */
    enum End {
        FINISHED,
        STOPPED,
        CANCELLED
    }

    /** How an attempt ended, and what is kept of it. */
    record Ended(End end, ObjectNode result) {}

    Ended run() throws GraphFailure, InterruptedException {
        End loaded = job.checkpoint().path(LOADED).asBoolean() ? End.FINISHED : load();
        if (loaded != End.FINISHED) {
            return new Ended(loaded, result);
        }
        if (options.offline().isPresent()) {
            return new Ended(writeFiles(options.offline().get()), result);
        }
        if (options.into().isPresent()) {
            return new Ended(follow(), result);
        }
        if (options.verify()) {
            verify(() -> {});
        }
        return new Ended(End.FINISHED, result);
    }

    private End load() throws GraphFailure, InterruptedException {
        try (LoadRun<?> run = LoadRun.open(settings, job, progress, stop, keeper)) {
            End end = run.load(keeper);
            result.set("refused", RebuildResult.of(run.refused()));
            if (end == End.FINISHED) {
                keepLoaded();
            }
            return end;
        }
    }

    private End writeFiles(Path directory) {
        Optional<ObjectNode> written = FileLoad.writeFiles(
                directory, job, stop, elements -> say("writing files, " + elements + " elements so far"));
        written.ifPresent(manifest -> result.set("files", manifest.put("directory", directory.toString())));
        return written.isPresent() ? End.FINISHED : End.STOPPED;
    }

    private boolean keepLoaded() {
        return keeper.keep(JsonNodeFactory.instance.objectNode().put(LOADED, true), progress);
    }

    private End follow() throws GraphFailure, InterruptedException {
        String group = settings.sink().groupId() + "-" + job.id();
        try (Follower follower = Follower.start(settings, target, group, begin(), stop)) {
            Optional<Duration> lag = catchUp(follower);
            if (lag.isEmpty()) {
                return End.STOPPED;
            }
            if (options.verify() && !isRight(verify(follower::lag))) {
                throw new ReplayException("the second graph does not equal the rows; no sink was asked to change over."
                        + " Look at it with graphsync verify and NEO4J_URI=" + target.uri()
                        + ", then: graphsync rebuild resume " + job.id());
            }
            End end = options.alias().isPresent() ? point(options.alias().get()) : awaitSinks(follower);
            if (end == End.FINISHED) {
                follower.lag();
                follower.end();
                result.put("switched", true);
            }
            return end;
        }
    }

    /** What waits for another try or is a dead letter is as wrong in the live graph. */
    private static boolean isRight(VerifyReport report) {
        long known = report.byCause().getOrDefault(Cause.DEAD_LETTERED, 0L)
                + report.byCause().getOrDefault(Cause.RETRYING, 0L);
        return report.differences() == known && report.inFlight() == 0;
    }

    /** Where the load ended. */
    private Map<TopicPartition, Long> begin() {
        Map<TopicPartition, Long> begin =
                new HashMap<>(Offsets.fromJson(job.options().path("scope").path("ends")));
        begin.putAll(Offsets.fromJson(job.options().path("scope").path("redelivered")));
        return begin;
    }

    private Optional<Duration> catchUp(Follower follower) throws InterruptedException {
        say("catching up with the topics");
        Optional<Duration> lag = follower.lag();
        while (lag.isPresent() && lag.get().compareTo(CLOSE_BEHIND) > 0) {
            say("catching up with the topics, " + lag.get().toSeconds() + " s behind");
            lag = follower.lag();
        }
        return lag;
    }

    /**
     * From here on transactions of sinks begin in the second graph. Those that have begun in the first write what stands in the topics
     * already, and the follower has yet to pass that.
     */
    private End point(String alias) throws GraphFailure {
        say("pointing the alias " + alias + " to " + target.database());
        new GraphAlias(settings.graph(), alias).pointTo(target.database());
        return End.FINISHED;
    }

    private End awaitSinks(Follower follower) throws InterruptedException {
        while (true) {
            Sinks sinks = follower.sinks();
            if (sinks.haveMoved()) {
                return End.FINISHED;
            }
            say("ready: restart the sinks with NEO4J_URI=" + target.uri() + "; " + sinks.moved() + " of " + sinks.all()
                    + " write to it");
            if (!keepLoaded()) {
                return End.CANCELLED;
            }
            if (stop.await(LOOK)) {
                return End.STOPPED;
            }
        }
    }

    private VerifyReport verify(Barrier barrier) throws InterruptedException {
        VerifyReport report = new GraphVerifier(settings.database(), target, barrier)
                .verify(VERIFICATION, (subject, compared) -> {
                    say("comparing, " + compared + " so far");
                });
        result.set("verify", VerifyHistory.toJson(report));
        return report;
    }

    /** May be called by any thread. */
    private void say(String activity) {
        progress.activity(activity);
        keeper.accept(progress);
    }
}
