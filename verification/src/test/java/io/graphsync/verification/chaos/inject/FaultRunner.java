package io.graphsync.verification.chaos.inject;

import io.graphsync.verification.chaos.journal.Journal;
import io.graphsync.verification.chaos.plan.Fault;
import io.graphsync.verification.chaos.stage.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Runs a plan: each fault on a thread of its own, at its time, for its time. The clock of the plan stands still while a
 * fault waits for the pipeline to recover; what is left of the plan when the time is over does not happen. A fault that
 * can't be brought about, because another one broke what it needs, is written down and passed by; one that can't be taken
 * back ends the run as broken.
 */
public final class FaultRunner {
    private static final Duration LONGEST_WAIT_FOR_CALM = Duration.ofSeconds(20);
    private static final Duration LOOK = Duration.ofMillis(100);

    private final Injector injector;
    private final Journal journal;
    private final Listener listener;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final List<String> failures = new ArrayList<>();

    /** What is broken now; a server on a busy machine may need longer for its start than the plan thought. */
    private final Set<String> broken = ConcurrentHashMap.newKeySet();

    /** Hears of faults; called by the threads that run them. */
    public interface Listener {
        /** The fault is in effect. */
        void begun(Fault fault);

        /** The fault was taken back. */
        void ended(Fault fault);

        /** Whether no fault is in effect, and all that were before are recovered from. */
        boolean isCalm();
    }

    /**
     * Makes a runner.
     *
     * @param busyConversations whose nodes every writer wants
     */
    public FaultRunner(Stage stage, List<UUID> busyConversations, long seed, Journal journal, Listener listener) {
        this.injector = new Injector(stage, busyConversations, seed);
        this.journal = journal;
        this.listener = listener;
    }

    /**
     * Runs faults until the time is over, and returns when the last one was taken back.
     *
     * @param time by a clock that never stands still
     */
    public void run(List<Fault> plan, Duration time) throws InterruptedException {
        long start = System.nanoTime();
        long end = start + time.toNanos();
        List<Thread> threads = new ArrayList<>();
        for (Fault fault : plan) {
            boolean stopped = awaitStop(Math.min(end, start + fault.at().toNanos()));
            if (stopped || System.nanoTime() >= end) {
                break;
            }
            if (fault.afterCalm()) {
                start += awaitCalm();
            }
            threads.add(Thread.ofPlatform()
                    .name("fault-" + fault.number())
                    .daemon(true)
                    .start(() -> runOne(fault)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Takes faults back that are in effect, and begins no other. */
    public void stop() {
        stop.countDown();
    }

    /** What could not be taken back. */
    public List<String> failures() {
        synchronized (failures) {
            return List.copyOf(failures);
        }
    }

    /** Returns how long it waited, in nanoseconds. */
    private long awaitCalm() {
        long from = System.nanoTime();
        long deadline = from + LONGEST_WAIT_FOR_CALM.toNanos();
        while (!listener.isCalm() && System.nanoTime() < deadline && !awaitStop(System.nanoTime() + LOOK.toNanos())) {
            // The next look.
        }
        return System.nanoTime() - from;
    }

    private void runOne(Fault fault) {
        String target = fault.target().toString();
        if (!broken.add(target)) {
            journal.note(fault + " is left out: what was done to it before is not mended yet");
            return;
        }
        try {
            breakAndMend(fault);
        } finally {
            broken.remove(target);
        }
    }

    private void breakAndMend(Fault fault) {
        Injection injection;
        try {
            injection = injector.begin(fault);
        } catch (Exception impossible) {
            journal.note(fault + " could not be brought about: " + impossible.getMessage());
            return;
        }
        journal.begun(fault, injection.detail());
        listener.begun(fault);
        awaitStop(System.nanoTime() + fault.lasts().toNanos());
        try {
            injection.undo().run();
            journal.ended(fault);
            listener.ended(fault);
        } catch (Exception failed) {
            journal.note(fault + " could not be taken back: " + failed);
            synchronized (failures) {
                failures.add(fault + ": " + failed);
            }
        }
    }

    private boolean awaitStop(long until) {
        try {
            return stop.await(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
