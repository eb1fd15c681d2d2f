package io.graphsync.schema.target;

import io.graphsync.schema.file.DurationText;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Tries again after a lock was not to be had, until the time for that is used up. */
final class LockRetry {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final RunContext context;
    private final PgWatch watch;
    private final long deadline;
    private int attempts;
    private Optional<String> lastBlocker = Optional.empty();

    LockRetry(RunContext context, PgWatch watch) {
        this.context = context;
        this.watch = watch;
        deadline = System.nanoTime() + context.limits().lockRetry().toNanos();
    }

    /** True, after a pause, if the failure was about a lock and there is time left. */
    boolean again(SQLException e, String what) {
        context.cancellation().check();
        if (!PgErrors.isLockFailure(e)) {
            return false;
        }
        attempts++;
        lastBlocker = watch.blockers().or(() -> lastBlocker);
        Duration pause = pause(attempts, ThreadLocalRandom.current().nextDouble());
        if (System.nanoTime() + pause.toNanos() > deadline) {
            return false;
        }
        String why = PgErrors.state(e).equals("55P03")
                ? "did not get a lock within "
                        + DurationText.format(context.limits().lockTimeout())
                : PgErrors.message(e);
        context.say(what + ": " + why
                + lastBlocker.map(who -> ", held by " + who).orElse("") + "; tries again in " + pause.toMillis()
                + " ms");
        context.cancellation().pause(pause);
        return true;
    }

    /** What the attempts came to, for the failure's message. */
    String story() {
        return attempts == 0
                ? ""
                : " Tried " + attempts + " times for "
                        + DurationText.format(context.limits().lockRetry())
                        + lastBlocker.map(who -> "; last in the way was " + who).orElse("") + ".";
    }

    /** Doubles up to a limit; chance keeps two runs from meeting again and again. */
    static Duration pause(int attempt, double chance) {
        long longest = Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(attempt - 1, 10));
        return Duration.ofMillis((long) (longest * (0.5 + chance / 2)));
    }
}
