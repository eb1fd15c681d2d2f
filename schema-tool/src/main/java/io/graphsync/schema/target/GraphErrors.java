package io.graphsync.schema.target;

import java.util.Set;
import org.neo4j.driver.exceptions.Neo4jException;
import org.neo4j.driver.exceptions.RetryableException;
import org.neo4j.driver.exceptions.ServiceUnavailableException;
import org.neo4j.driver.exceptions.SessionExpiredException;

/** What Neo4j's status codes mean for a run. */
final class GraphErrors {
    private static final Set<String> ALREADY_DONE = Set.of(
            "Neo.ClientError.Schema.EquivalentSchemaRuleAlreadyExists",
            "Neo.ClientError.Schema.ConstraintAlreadyExists",
            "Neo.ClientError.Schema.IndexAlreadyExists",
            "Neo.ClientError.Schema.ConstraintWithNameAlreadyExists",
            "Neo.ClientError.Schema.IndexWithNameAlreadyExists",
            "Neo.DatabaseError.Schema.ConstraintDropFailed",
            "Neo.DatabaseError.Schema.IndexDropFailed");

    private GraphErrors() {}

    /** The same statement may succeed a moment later; a broken connection is not that: its outcome is not known. */
    static boolean isTransient(Neo4jException e) {
        return e instanceof RetryableException && !isConnection(e);
    }

    static boolean isConnection(Neo4jException e) {
        return e instanceof ServiceUnavailableException || e instanceof SessionExpiredException;
    }

    static boolean saysItIsDone(Neo4jException e) {
        return ALREADY_DONE.contains(e.code());
    }

    /** The server's message with its code, on one line. */
    static String message(Neo4jException e) {
        String code = e.code() == null || e.code().equals("N/A") ? "" : " (" + e.code() + ")";
        return (e.getMessage() + code).replace('\n', ' ');
    }
}
