package io.graphsync.sink.failure;

import java.util.Objects;

/** A transaction that did not commit, or of which that is not known. */
public final class GraphFailure extends Exception {
    private static final long serialVersionUID = 1L;

    /** The code of a connection that could not be made, or broke. */
    public static final String UNREACHABLE = "graphsync.neo4j-unreachable";

    /** The code of a graph that lacks what writers rely on. */
    public static final String SCHEMA_MISSING = "graphsync.schema-missing";

    /** The code of a failure that Neo4j did not report: a mistake in this program. */
    public static final String UNEXPECTED = "graphsync.unexpected";

    private final FailureClass failureClass;
    private final String code;

    /**
     * Makes a failure.
     *
     * @param code Neo4j's status code or one of the constants above
     * @param message what happened, for a person
     */
    public GraphFailure(FailureClass failureClass, String code, String message, Throwable cause) {
        super(message, cause);
        this.failureClass = Objects.requireNonNull(failureClass, "failureClass");
        this.code = Objects.requireNonNull(code, "code");
    }

    /** Makes the failure of a graph that can't be written as it is. */
    public static GraphFailure ofSchema(String missing) {
        return new GraphFailure(FailureClass.OUTAGE, SCHEMA_MISSING, missing);
    }

    private GraphFailure(FailureClass failureClass, String code, String message) {
        super(message);
        this.failureClass = failureClass;
        this.code = code;
    }

    /** Returns what to do. */
    public FailureClass failureClass() {
        return failureClass;
    }

    /** Returns whether the login or a right of the user was refused. */
    public boolean isRefusedLogin() {
        return code.startsWith("Neo.ClientError.Security.");
    }

    /** Returns the status code. */
    public String code() {
        return code;
    }
}
