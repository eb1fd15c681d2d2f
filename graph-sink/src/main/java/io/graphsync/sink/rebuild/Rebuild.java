package io.graphsync.sink.rebuild;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graphsync.sink.failure.GraphFailure;
import io.graphsync.sink.job.Job;
import io.graphsync.sink.job.JobKind;
import io.graphsync.sink.job.JobState;
import io.graphsync.sink.job.JobStore;
import io.graphsync.sink.outage.StopSignal;
import io.graphsync.sink.verify.VerifyException;
import io.graphsync.sink.verify.VerifyReport;
import io.graphsync.sink.write.GraphAlias;
import io.graphsync.sink.write.GraphConnection;
import io.graphsync.sink.write.GraphSchema;
import io.graphsync.sink.write.GraphSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Fills a graph anew while traffic goes on. Every event is written as the sink writes it: only where the graph has nothing
 * newer. So it may run beside the sink, be killed and resumed, and be repeated.
 */
public final class Rebuild {
    private static final String RUNNING =
            "another rebuild is running: see 'graphsync rebuild status', end it with" + " 'graphsync rebuild cancel'";

    private final RebuildSettings settings;

    /** Makes a rebuild of this graph. */
    public Rebuild(RebuildSettings settings) {
        this.settings = settings;
    }

    /**
     * Begins a job and works on it until it ends, or is to stop.
     *
     * @param note why
     * @param by who
     * @param listener hears how far it is
     * @return the job as it was left
     * @throws ReplayException if the stores are not ready for it, or another rebuild runs
     */
    public Job start(
            RebuildOptions options, String note, String by, StopSignal stop, Consumer<RebuildProgress> listener)
            throws InterruptedException {
        try (JobStore jobs = lock()) {
            requireAnother(options);
            RebuildScope scope = new RebuildScope(settings, options);
            // Before the graph is looked at: one that takes its place from here on is another one.
            Optional<String> store = scope.storeToFill();
            require(obstacles(options));
            ObjectNode kept = options.toJson();
            kept.set("scope", scope.find(jobs, store));
            options.offline().ifPresent(FileLoad::create);
            Job job = jobs.create(JobKind.REBUILD, kept, note, by);
            return work(jobs, job, stop, listener);
        }
    }

    /**
     * Looks what a rebuild would read, and whether it could begin. Changes nothing.
     *
     * @throws ReplayException if a store can't be asked
     */
    public RebuildPlan plan(RebuildOptions options) throws InterruptedException {
        List<String> obstacles = new ArrayList<>(obstacles(options));
        try (JobStore jobs = JobStore.open(settings.database())) {
            if (jobs.isLocked()) {
                obstacles.add(RUNNING);
            }
        }
        String target = options.offline()
                .map(directory -> "files in " + directory)
                .orElseGet(() -> "the graph at " + settings.target(options));
        return new RebuildPlan(target, new RebuildScope(settings, options).sizes(), obstacles);
    }

    /** Looks whether PostgreSQL is behind what topics and graph have from it, and changes nothing. */
    public JsonNode previewRestored(Consumer<RebuildProgress> listener) throws InterruptedException {
        return new RebuildSweep(settings, listener).advance(false);
    }

    /** Compares graph and rows, and changes nothing: what a sweep would mend. */
    public VerifyReport preview(Consumer<RebuildProgress> listener) throws InterruptedException {
        return new RebuildSweep(settings, listener).compare();
    }

    /**
     * Mends what differs between graph and rows, as a job.
     *
     * @param restored whether PostgreSQL was restored from a backup: then its versions are first taken past those that topics and
     *     graph have, as its next changes would be taken for old ones
     * @param note why
     * @param by who
     * @throws ReplayException if the stores are not ready for it, or another rebuild runs
     */
    public Job sweep(boolean restored, String note, String by, StopSignal stop, Consumer<RebuildProgress> listener)
            throws InterruptedException {
        try (JobStore jobs = lock()) {
            require(graphObstacles(settings.graph()));
            return work(jobs, jobs.create(JobKind.REBUILD, RebuildSweep.options(restored), note, by), stop, listener);
        }
    }

    /**
     * Goes on with a job that was left before its end.
     *
     * @param id which; empty for the newest
     * @throws ReplayException if there is none, it has ended, or another rebuild runs
     */
    public Job resume(Optional<UUID> id, StopSignal stop, Consumer<RebuildProgress> listener)
            throws InterruptedException {
        try (JobStore jobs = lock()) {
            Job job = find(jobs, id);
            if (!job.state().isOpen()) {
                throw new ReplayException("the rebuild " + job.id() + " is "
                        + job.state().word() + " and can't be resumed; begin another with: graphsync rebuild start");
            }
            require(obstaclesToGoOn(job));
            return work(jobs, job, stop, listener);
        }
    }

    private static Job find(JobStore jobs, Optional<UUID> id) {
        return id.map(jobs::find)
                .orElseGet(() -> jobs.newest(JobKind.REBUILD, 1).stream().findFirst())
                .orElseThrow(() -> new ReplayException(
                        id.map(wanted -> "there is no rebuild " + wanted).orElse("there is no rebuild")
                                + "; 'graphsync rebuild status' lists them"));
    }

    private JobStore lock() {
        JobStore jobs = JobStore.open(settings.database());
        if (jobs.tryLock()) {
            return jobs;
        }
        jobs.close();
        throw new ReplayException(RUNNING);
    }

    private void requireAnother(RebuildOptions options) {
        GraphSettings target = settings.target(options);
        if (options.into().isPresent()
                && target.uri().equals(settings.graph().uri())
                && target.database().equals(settings.graph().database())) {
            throw new ReplayException("--into names the graph that the sinks write to, " + settings.graph()
                    + ": leave it out to fill that one, or name another");
        }
    }

    private static void require(List<String> obstacles) {
        if (!obstacles.isEmpty()) {
            throw new ReplayException(String.join("; ", obstacles));
        }
    }

    private List<String> obstacles(RebuildOptions options) {
        return options.offline().isPresent()
                ? FileLoad.obstacles(options.offline().get(), options.source(), settings.templates())
                : targetObstacles(options);
    }

    private List<String> targetObstacles(RebuildOptions options) {
        List<String> obstacles = new ArrayList<>(graphObstacles(settings.target(options)));
        options.alias().flatMap(this::aliasObstacle).ifPresent(obstacles::add);
        return obstacles;
    }

    private Optional<String> aliasObstacle(String alias) {
        try {
            return new GraphAlias(settings.graph(), alias).target().isEmpty()
                    ? Optional.of("there is no database alias " + alias + " at "
                            + settings.graph().uri())
                    : Optional.empty();
        } catch (GraphFailure failure) {
            return Optional.of(
                    "the database alias " + alias + " can't be looked up, which needs Neo4j Enterprise and a login"
                            + " that may alter aliases: " + failure.getMessage());
        }
    }

    private List<String> obstaclesToGoOn(Job job) {
        if (RebuildSweep.is(job)) {
            return graphObstacles(settings.graph());
        }
        RebuildOptions options = RebuildOptions.fromJson(job.options());
        if (options.offline().isPresent()) {
            return List.of();
        }
        Optional<String> other =
                SameGraph.obstacle(RebuildScope.storeOf(job), RebuildScope.storeAt(settings.target(options)));
        return other.isPresent() ? List.of(other.get()) : targetObstacles(options);
    }

    /** What is wrong with the graph before anything is written to it. */
    private List<String> graphObstacles(GraphSettings target) {
        try (GraphConnection graph = GraphConnection.open(target)) {
            GraphSchema schema = new GraphSchema(graph, settings.templates());
            List<String> missing = schema.missing();
            if (!missing.isEmpty()) {
                return List.of("the graph at " + target + " lacks " + String.join(", ", missing)
                        + "; run, with its address in NEO4J_URI: ./migrate neo4j --apply");
            }
            return schema.refusedTemplates().stream()
                    .map(refused -> "Neo4j refuses the Cypher file of an event type: " + refused)
                    .toList();
        } catch (GraphFailure failure) {
            throw ReplayException.of(target, failure);
        }
    }

    private Job work(JobStore jobs, Job job, StopSignal stop, Consumer<RebuildProgress> listener)
            throws InterruptedException {
        JobKeeper keeper = new JobKeeper(jobs, job.id(), stop, listener);
        try {
            RebuildWork.Ended ended = RebuildSweep.is(job)
                    ? new RebuildSweep(settings, keeper).run(job)
                    : new RebuildWork(settings, job, stop, keeper).run();
            jobs.end(job.id(), state(ended.end()), ended.result());
            return jobs.find(job.id()).orElseThrow();
        } catch (ReplayException | VerifyException | GraphFailure failure) {
            jobs.end(job.id(), JobState.INTERRUPTED, RebuildResult.failed(failure));
            throw new ReplayException(String.valueOf(failure.getMessage()), failure);
        }
    }

    private static JobState state(RebuildWork.End end) {
        return switch (end) {
            case FINISHED -> JobState.DONE;
            case STOPPED -> JobState.INTERRUPTED;
            case CANCELLED -> JobState.CANCELLED;
        };
    }

    /**
     * Ends a job for good: the process that works on it hears of it soon; where there is none it ends at once.
     *
     * @param id which; empty for the newest
     * @param by who
     * @throws ReplayException if there is none, or it has ended
     */
    public Job cancel(Optional<UUID> id, String by) {
        try (JobStore jobs = JobStore.open(settings.database())) {
            Job job = find(jobs, id);
            if (!job.state().isOpen()) {
                throw new ReplayException(
                        "the rebuild " + job.id() + " is " + job.state().word() + " already");
            }
            jobs.cancel(job.id(), by);
            if (jobs.tryLock()) {
                jobs.end(job.id(), JobState.CANCELLED, job.result());
            }
            return find(jobs, Optional.of(job.id()));
        }
    }

    /** Returns the jobs, the newest first; one whose process has died is interrupted. */
    public List<Job> jobs(int most) {
        try (JobStore jobs = JobStore.open(settings.database())) {
            boolean working = jobs.isLocked();
            return jobs.newest(JobKind.REBUILD, most).stream()
                    .map(job -> working ? job : job.withoutProcess())
                    .toList();
        }
    }
}
