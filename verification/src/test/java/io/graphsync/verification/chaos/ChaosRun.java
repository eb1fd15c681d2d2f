package io.graphsync.verification.chaos;

import io.graphsync.stack.ServerKind;
import io.graphsync.verification.chaos.inject.FaultRunner;
import io.graphsync.verification.chaos.journal.Journal;
import io.graphsync.verification.chaos.judge.Judge;
import io.graphsync.verification.chaos.judge.OpenTransactions;
import io.graphsync.verification.chaos.judge.Recovery;
import io.graphsync.verification.chaos.judge.Verdict;
import io.graphsync.verification.chaos.plan.Fault;
import io.graphsync.verification.chaos.plan.FaultKind;
import io.graphsync.verification.chaos.plan.FaultPlanner;
import io.graphsync.verification.chaos.plan.PlanSettings;
import io.graphsync.verification.chaos.stage.AppProcess;
import io.graphsync.verification.chaos.stage.Credentials;
import io.graphsync.verification.chaos.stage.Stage;
import io.graphsync.verification.chaos.workload.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * One run: starts everything, writes, breaks, mends, and judges. What happened stands in the journal of its directory,
 * beside the logs of all processes.
 */
final class ChaosRun implements AutoCloseable {
    private static final Duration LONGEST_SETTLING = Duration.ofMinutes(20);
    private static final Duration START_PATIENCE = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(200);

    private final ChaosSettings settings;
    private final Optional<List<Fault>> recordedPlan;
    private final Journal journal;
    private final Stage stage;
    private final FaultLog log = new FaultLog();
    private final Queue<String> exits = new ConcurrentLinkedQueue<>();

    private ChaosRun(
            ChaosSettings settings,
            Optional<List<Fault>> recordedPlan,
            Path directory,
            Journal journal,
            Consumer<String> say)
            throws IOException {
        this.settings = settings;
        this.recordedPlan = recordedPlan;
        this.journal = journal;
        this.stage = Stage.open(directory, settings.apps(), this::ended, say, settings.seed());
    }

    /**
     * Starts servers, but no process of the pipeline yet.
     *
     * @param directory which exists; gets the journal and the logs
     * @param recordedPlan of another run that is to be repeated; without one the seed makes the plan
     * @param say hears of progress
     */
    static ChaosRun open(
            ChaosSettings settings, Optional<List<Fault>> recordedPlan, Path directory, Consumer<String> say)
            throws IOException {
        Journal journal = Journal.open(directory.resolve("journal.jsonl"), say);
        journal.run(settings.toMap());
        try {
            return new ChaosRun(settings, recordedPlan, directory, journal, say);
        } catch (IOException | RuntimeException failed) {
            journal.close();
            throw failed;
        }
    }

    private void ended(String app, int exitCode) {
        String exit = app + " with code " + exitCode;
        exits.add(exit);
        journal.note(exit + " ended by itself");
    }

    /** Runs it, and says how it went. */
    ChaosReport run() throws IOException, InterruptedException, SQLException {
        List<Fault> plan = recordedPlan.orElseGet(this::plan);
        plan.forEach(journal::planned);
        stage.processes().forEach(AppProcess::start);
        await("the pipeline to be ready", () -> stage.processes().stream().allMatch(AppProcess::isReady));
        Workload workload = new Workload(
                () -> Credentials.connectAsApplication(stage.servers()),
                () -> Credentials.connectAsAdministrator(stage.servers()),
                settings.workload(),
                settings.seed());
        List<String> broken = new ArrayList<>();
        try (Recovery recovery = new Recovery(stage.servers(), this::recovered)) {
            workload.start();
            broken.addAll(injectFaults(plan, workload, recovery));
            return judge(workload, recovery, broken);
        } finally {
            workload.stop();
        }
    }

    private List<Fault> plan() {
        return FaultPlanner.plan(
                settings.seed(),
                new PlanSettings(
                        settings.apps(),
                        settings.faultsFor(),
                        settings.meanGap(),
                        settings.hasLongFaults(),
                        impossibleKinds()));
    }

    private Set<FaultKind> impossibleKinds() {
        Set<FaultKind> kinds = EnumSet.noneOf(FaultKind.class);
        if (stage.servers().disk(ServerKind.NEO4J).isEmpty()) {
            kinds.add(FaultKind.DISK_FULL);
        }
        return kinds;
    }

    private List<String> injectFaults(List<Fault> plan, Workload workload, Recovery recovery)
            throws IOException, InterruptedException {
        FaultRunner runner =
                new FaultRunner(stage, workload.shared(), settings.seed(), journal, new FaultRunner.Listener() {
                    @Override
                    public void begun(Fault fault) {
                        log.begun(fault);
                    }

                    @Override
                    public void ended(Fault fault) {
                        log.ended(fault);
                        recovery.mark(fault.number());
                    }

                    @Override
                    public boolean isCalm() {
                        return log.isCalm() && recovery.isIdle();
                    }
                });
        journal.startClock();
        journal.note(plan.size() + " faults are planned, more than there may be time for");
        runner.run(plan, settings.faultsFor());
        stage.heal();
        journal.note("everything is mended");
        return runner.failures();
    }

    private void recovered(int fault, Duration after) {
        journal.recovered(fault, after, log.recovered(fault, after));
    }

    private ChaosReport judge(Workload workload, Recovery recovery, List<String> broken)
            throws InterruptedException, SQLException {
        long mended = System.nanoTime();
        workload.stop();
        recovery.mark(0);
        if (!arrives(recovery)) {
            journal.note("rows that were written after faults are not in the graph yet");
        }
        Verdict verdict = new Judge(stage.servers(), workload.poison(), workload.committedPoison(), journal::note)
                .await(settings.patience());
        journal.note("lost " + verdict.lost() + ", wrong " + verdict.wrong());
        if (!verdict.isClean()) {
            keepTraces();
        }
        return new ChaosReport(
                settings,
                log.counts(),
                log.alone(),
                log.all(),
                verdict,
                workload.committed(),
                workload.uncertain(),
                List.copyOf(exits),
                broken,
                Duration.ofNanos(System.nanoTime() - mended),
                notes());
    }

    /**
     * Waits for the rows that were written after faults, while they go on arriving: patience is for a pipeline that stands still,
     * not for a machine on which the backlog takes long.
     */
    private boolean arrives(Recovery recovery) throws InterruptedException {
        long end = System.nanoTime() + LONGEST_SETTLING.toNanos();
        int waiting = recovery.waiting();
        while (waiting > 0 && System.nanoTime() < end) {
            int before = waiting;
            if (!await(() -> recovery.waiting() < before, settings.patience())) {
                return false;
            }
            waiting = recovery.waiting();
        }
        return waiting == 0;
    }

    /** What ends with the run, and may tell why it did not settle: threads go to the logs of their processes. */
    private void keepTraces() throws InterruptedException {
        stage.processes().forEach(AppProcess::dumpThreads);
        OpenTransactions.describe(stage.servers().kafka().bootstrapServers()).forEach(journal::note);
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        stage.servers()
                .disk(ServerKind.NEO4J)
                .ifPresentOrElse(
                        disk -> notes.add("disk full by: " + disk.how()),
                        () -> notes.add("no disk full: neither mount nor prlimit can be had here"));
        notes.add("no clock jumps: docs/reliability.md says why");
        return notes;
    }

    private void await(String what, BooleanSupplier condition) throws InterruptedException {
        if (!await(condition, START_PATIENCE)) {
            throw new IllegalStateException("waited " + START_PATIENCE.toSeconds() + " s in vain for " + what);
        }
    }

    private static boolean await(BooleanSupplier condition, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
        }
        return true;
    }

    /** Ends everything. */
    @Override
    public void close() throws IOException {
        try {
            stage.close();
        } finally {
            journal.close();
        }
    }
}
