package io.graphsync.schema.rehearse;

import io.graphsync.schema.review.LockUse;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a statement did on the throwaway server.
 *
 * @param locks the strongest lock on each relation of PostgreSQL that was there before; empty where none could be seen,
 *     because the statement ends its transaction itself
 * @param rewrites the tables that were written anew
 * @param remarks what the server says of a statement that it ran
 * @param error the server's message, with its code, if it refused
 */
public record Observation(
        Optional<List<LockUse>> locks, List<String> rewrites, List<String> remarks, Optional<Refused> error) {
    /** SQLSTATEs of what is not there: relation, function, type or column, and schema. */
    private static final Set<String> MISSING = Set.of("42P01", "42883", "42704", "42703", "3F000");

    private static final String NO_PROCEDURE = "Neo.ClientError.Procedure.ProcedureNotFound";

    /** A name with a dot belongs to a library; one without is a function of Cypher, or none. */
    private static final Pattern NO_FUNCTION = Pattern.compile("Unknown function '[^']+\\.[^']+'");

    /**
     * That the server refused it.
     *
     * @param code PostgreSQL's SQLSTATE, Neo4j's status code, or empty
     */
    public record Refused(String code, String message) {
        /** Whether something that the statement names is not there. */
        public boolean misses() {
            return MISSING.contains(code);
        }

        /** Whether it calls what a library brings that the throwaway server does not have. */
        public boolean lacksLibrary() {
            return code.equals(NO_PROCEDURE) || NO_FUNCTION.matcher(message).find();
        }

        @Override
        public String toString() {
            return code.isEmpty() ? message : message + " (" + code + ")";
        }
    }

    public Observation {
        locks = locks.map(List::copyOf);
        rewrites = List.copyOf(rewrites);
        remarks = List.copyOf(remarks);
    }

    static Observation refused(Refused error) {
        return new Observation(Optional.empty(), List.of(), List.of(), Optional.of(error));
    }

    /** Of a statement that PostgreSQL ran. */
    static Observation ran(Optional<List<LockUse>> locks, List<String> rewrites) {
        return new Observation(locks, rewrites, List.of(), Optional.empty());
    }

    /** Of a statement that Neo4j ran, which has no locks that could be seen. */
    static Observation ran(List<String> remarks) {
        return new Observation(Optional.empty(), List.of(), remarks, Optional.empty());
    }
}
