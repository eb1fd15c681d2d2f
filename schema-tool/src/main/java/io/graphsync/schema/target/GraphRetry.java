package io.graphsync.schema.target;

import java.util.concurrent.ThreadLocalRandom;
import org.neo4j.driver.exceptions.Neo4jException;

/** Tries again after failures that the server calls transient, deadlocks above all. */
final class GraphRetry {
    private GraphRetry() {}

    static void run(RunContext context, String what, Runnable work) {
        long deadline = System.nanoTime() + context.limits().lockRetry().toNanos();
        for (int attempt = 1; ; attempt++) {
            try {
                work.run();
                return;
            } catch (Neo4jException e) {
                if (!GraphErrors.isTransient(e) || System.nanoTime() > deadline) {
                    throw e;
                }
                context.say(what + ": " + GraphErrors.message(e) + "; tries again");
                pause(context, attempt);
            } catch (GraphWatch.GaveWay e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                context.say(what + ": gave way to " + e.blocker() + "; tries again");
                pause(context, attempt);
            }
        }
    }

    private static void pause(RunContext context, int attempt) {
        context.cancellation()
                .pause(LockRetry.pause(attempt, ThreadLocalRandom.current().nextDouble()));
    }
}
