package io.graphsync.schema.target;

import io.graphsync.schema.file.Store;
import io.graphsync.schema.parse.LiteralMask;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.neo4j.driver.Record;
import org.neo4j.driver.Value;
import org.neo4j.driver.exceptions.Neo4jException;

/**
 * Looks at what a schema command of Neo4j waits for, tells it, and makes the command give way after a while: writers of
 * its label queue up behind it, and the time limit of a transaction does not end such a wait.
 *
 * <p>Owns one thread for each command, which only looks and ends that command.
 */
final class GraphWatch {
    private static final Duration LONGEST_INTERVAL = Duration.ofMillis(500);
    private static final int QUERY_WIDTH = 120;

    private final GraphSession session;
    private final RunContext context;
    private final Duration interval;

    GraphWatch(GraphSession session, RunContext context) {
        this.session = session;
        this.context = context;
        long quarter = Math.max(50, context.limits().lockTimeout().toMillis() / 4);
        interval = Duration.ofMillis(Math.min(LONGEST_INTERVAL.toMillis(), quarter));
    }

    /** The command was made to give way. */
    static final class GaveWay extends RuntimeException {
        private final String blocker;

        GaveWay(String blocker, Neo4jException cause) {
            super(blocker, cause);
            this.blocker = blocker;
        }

        /** Who was in the way. */
        String blocker() {
            return blocker;
        }
    }

    /** Runs a schema command in a transaction of its own. */
    void run(String cypher, Duration timeout, String what) {
        Look look = new Look(what);
        Thread thread = Thread.ofVirtual().name("migrate-graph-watch").start(look);
        try {
            session.inTransaction(timeout, Map.of("graphsync", look.mark), transaction -> {
                transaction.run(cypher).consume();
                return cypher;
            });
        } catch (Neo4jException e) {
            Optional<String> blocker = look.endedFor();
            if (blocker.isPresent()) {
                throw new GaveWay(blocker.get(), e);
            }
            throw e;
        } finally {
            look.close();
            thread.interrupt();
        }
    }

    /** Looks at one command until that is over. */
    private final class Look implements Runnable {
        private final String mark = UUID.randomUUID().toString();
        private final String what;

        // Guarded by this.
        private long blockedSince;
        private String told = "";
        private Optional<String> endedFor = Optional.empty();
        private boolean closed;

        Look(String what) {
            this.what = what;
        }

        @Override
        public void run() {
            try {
                while (!isClosed()) {
                    Thread.sleep(interval);
                    look();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Neo4jException e) {
                if (!isClosed()) {
                    context.say("neo4j: cannot look at what the server waits for: " + GraphErrors.message(e));
                }
            }
        }

        private void look() {
            List<Record> open = session.read("""
                    SHOW TRANSACTIONS YIELD transactionId, username, elapsedTime, status, currentQuery, metaData""", Map.of());
            Optional<Record> mine = open.stream()
                    .filter(row ->
                            row.get("metaData").get("graphsync").asString("").equals(mark))
                    .findFirst();
            Optional<Record> blocker = mine.flatMap(
                    own -> open.stream().filter(row -> isBlocking(row, own)).findFirst());
            if (mine.isPresent() && blocker.isPresent()) {
                blocked(mine.get(), describe(blocker.get()));
            } else {
                free();
            }
        }

        private static boolean isBlocking(Record row, Record own) {
            String id = row.get("transactionId").asString();
            String status = own.get("status").asString("");
            return status.startsWith("Blocked") && status.matches(".*\\b" + Pattern.quote(id) + "\\b.*");
        }

        private synchronized void blocked(Record mine, String who) {
            long now = System.nanoTime();
            blockedSince = blockedSince == 0 ? now : blockedSince;
            if (!told.equals("waiting")) {
                told = "waiting";
                context.say(what + ": waiting for " + who);
            }
            if (now - blockedSince > context.limits().lockTimeout().toNanos() && !closed) {
                endedFor = Optional.of(who);
                session.read(
                        "TERMINATE TRANSACTIONS $id",
                        Map.of("id", mine.get("transactionId").asString()));
            }
        }

        private synchronized void free() {
            blockedSince = 0;
        }

        private synchronized boolean isClosed() {
            return closed;
        }

        synchronized Optional<String> endedFor() {
            return endedFor;
        }

        synchronized void close() {
            closed = true;
        }
    }

    private static String describe(Record row) {
        Value elapsed = row.get("elapsedTime");
        String seconds =
                elapsed.isNull() ? "?" : Long.toString(elapsed.asIsoDuration().seconds());
        String query = row.get("currentQuery").asString("");
        return row.get("transactionId").asString() + " (user "
                + row.get("username").asString("?")
                + ", open for " + seconds + " s)"
                + (query.isEmpty() ? "" : ": " + LiteralMask.of(Store.NEO4J, query, QUERY_WIDTH));
    }
}
