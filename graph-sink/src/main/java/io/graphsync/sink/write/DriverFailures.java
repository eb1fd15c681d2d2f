package io.graphsync.sink.write;

import io.graphsync.sink.failure.FailureClassifier;
import io.graphsync.sink.failure.GraphFailure;
import org.neo4j.driver.exceptions.Neo4jException;

/** Translates the driver's exceptions into failures with a code. */
final class DriverFailures {
    private static final String SERVER_CODE = "Neo.";

    private DriverFailures() {}

    /**
     * An exception of the driver without a code of the server tells of a connection: refused, broken, timed out, or
     * none free in the pool. Any other exception is a mistake in this program.
     */
    static GraphFailure translate(RuntimeException failure) {
        String message = String.valueOf(failure.getMessage());
        if (!(failure instanceof Neo4jException reported)) {
            return failure(GraphFailure.UNEXPECTED, failure + "", failure);
        }
        return reported.code().startsWith(SERVER_CODE)
                ? failure(reported.code(), message, failure)
                : failure(GraphFailure.UNREACHABLE, message, failure);
    }

    /** Of a thread that still asks while another one closes the connection. */
    static GraphFailure closed(RuntimeException cause) {
        return failure(GraphFailure.UNREACHABLE, "the connection to Neo4j was closed meanwhile", cause);
    }

    private static GraphFailure failure(String code, String message, Throwable cause) {
        return new GraphFailure(FailureClassifier.classify(code), code, message, cause);
    }
}
