package io.graphsync.sink.consume;

import io.graphsync.sink.failure.BackoffPolicy;
import io.graphsync.sink.failure.FailureClass;
import io.graphsync.sink.failure.GraphFailure;
import io.graphsync.sink.outage.OutageWatch;
import io.graphsync.sink.outage.StopSignal;
import io.graphsync.sink.write.GraphSchema;
import io.graphsync.sink.write.GraphWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the sink begin when Neo4j answers, has the constraints that MERGE relies on, accepts every template and has
 * planned it.
 */
public final class GraphGate {
    private static final Logger log = LoggerFactory.getLogger(GraphGate.class);
    private static final Duration SCHEMA_POLL = Duration.ofSeconds(1);
    private static final Duration REMINDER = Duration.ofSeconds(30);

    private final GraphSchema schema;
    private final GraphWriter writer;
    private final String address;
    private final OutageWatch outage;
    private final InstantSource clock;
    private Instant lastSaid = Instant.EPOCH;

    /**
     * Makes a gate.
     *
     * @param address where the graph is, for messages
     */
    public GraphGate(GraphSchema schema, GraphWriter writer, String address, InstantSource clock) {
        this.schema = schema;
        this.writer = writer;
        this.address = address;
        this.clock = clock;
        this.outage = new OutageWatch("Neo4j", address, clock, log);
    }

    String address() {
        return address;
    }

    /**
     * Waits until the graph is ready or the stop is requested.
     *
     * @throws FatalException if Neo4j refuses the login, has no such database, or refuses a template
     */
    void pass(StopSignal stop) {
        int attempt = 0;
        while (!stop.isRequested()) {
            try {
                List<String> missing = schema.missing();
                outage.succeeded();
                if (missing.isEmpty()) {
                    requireTemplates(schema.refusedTemplates());
                    writer.warmUp();
                    return;
                }
                sayMissing(missing);
                stop.await(SCHEMA_POLL);
            } catch (GraphFailure failure) {
                requireWaitable(failure);
                outage.failed(failure.code(), failure.getMessage());
                stop.await(BackoffPolicy.OUTAGE.delay(++attempt, RandomGenerator.getDefault()));
            }
        }
    }

    /**
     * Makes sure that the graph has what MERGE relies on: a server that comes back after an outage may be an empty one.
     *
     * @throws GraphFailure if it lacks something, or can't be asked
     */
    void requireSchema() throws GraphFailure {
        List<String> missing = schema.missing();
        if (!missing.isEmpty()) {
            sayMissing(missing);
            throw GraphFailure.ofSchema("the graph lacks " + String.join(", ", missing));
        }
    }

    private void requireWaitable(GraphFailure failure) {
        // Whose wrong passwords locked the account is not known; ours will be refused soon enough.
        if (failure.isRefusedLogin() && !failure.code().endsWith(".AuthenticationRateLimit")) {
            throw new FatalException(
                    "Neo4j refused the login at " + address + " (" + failure.code()
                            + "): check neo4j.username and neo4j.password, and what that user may do",
                    failure);
        }
        if (failure.code().equals("Neo.ClientError.Database.DatabaseNotFound")) {
            throw new FatalException("Neo4j has no such database at " + address + ": check neo4j.database", failure);
        }
        if (failure.failureClass() == FailureClass.FATAL) {
            throw new FatalException("Neo4j at " + address + " can't be used: " + failure.getMessage(), failure);
        }
    }

    private static void requireTemplates(List<String> refused) {
        if (!refused.isEmpty()) {
            throw new FatalException("Neo4j refuses Cypher files of event types:" + System.lineSeparator()
                    + String.join(System.lineSeparator(), refused));
        }
    }

    private synchronized void sayMissing(List<String> missing) {
        if (clock.instant().isBefore(lastSaid.plus(REMINDER))) {
            return;
        }
        lastSaid = clock.instant();
        log.atWarn()
                .addKeyValue("server", "Neo4j")
                .addKeyValue("address", address)
                .addKeyValue("missing", String.join(", ", missing))
                .log("Waiting for the graph's schema; run: ./migrate neo4j --apply");
    }
}
