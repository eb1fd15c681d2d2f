package io.graphsync.sink.failure;

import java.util.List;

/**
 * Decides from Neo4j's status code what a failure asks for. The rules are tried in order and the first whose prefix
 * fits decides, so the exceptions of a group stand before the group.
 *
 * <p>A code that no rule knows is {@link FailureClass#TRANSIENT}: the retry topic is the one place from where an event
 * can still go both ways. No class makes an event leave its batch while Neo4j takes no writes at all: that is asked
 * before an event is blamed, so that a code which stands in the wrong class costs time and nothing else.
 */
public final class FailureClassifier {
    private record Rule(String prefix, FailureClass failureClass) {}

    private static final List<Rule> RULES = List.of(
            new Rule(GraphFailure.UNREACHABLE, FailureClass.OUTAGE),
            new Rule(GraphFailure.UNEXPECTED, FailureClass.FATAL),

            // The right to write was taken away, or this server takes no writes.
            new Rule("Neo.ClientError.Security.", FailureClass.OUTAGE),
            new Rule("Neo.TransientError.Security.", FailureClass.OUTAGE),
            new Rule("Neo.ClientError.Statement.AccessMode", FailureClass.OUTAGE),
            new Rule("Neo.ClientError.General.ForbiddenOnReadOnlyDatabase", FailureClass.OUTAGE),
            new Rule("Neo.ClientError.General.WriteOnReadOnlyAccessDatabase", FailureClass.OUTAGE),
            new Rule("Neo.ClientError.General.UpgradeRequired", FailureClass.OUTAGE),
            new Rule("Neo.ClientError.Cluster.", FailureClass.OUTAGE),
            new Rule("Neo.TransientError.Cluster.", FailureClass.OUTAGE),
            new Rule("Neo.TransientError.Transaction.LeaderSwitch", FailureClass.OUTAGE),
            new Rule("Neo.TransientError.Transaction.LeaseExpired", FailureClass.OUTAGE),

            // The database is starting, stopping, overloaded, full or damaged.
            new Rule("Neo.TransientError.General.DatabaseUnavailable", FailureClass.OUTAGE),
            new Rule("Neo.ClientError.Database.", FailureClass.OUTAGE),
            new Rule("Neo.ClientError.Routing.", FailureClass.OUTAGE),
            new Rule("Neo.TransientError.Request.", FailureClass.OUTAGE),
            new Rule("Neo.TransientError.Transaction.MaximumTransactionLimitReached", FailureClass.OUTAGE),
            new Rule("Neo.DatabaseError.Transaction.", FailureClass.OUTAGE),
            new Rule("Neo.DatabaseError.Database.", FailureClass.OUTAGE),
            new Rule("Neo.DatabaseError.General.IndexCorruptionDetected", FailureClass.OUTAGE),
            new Rule("Neo.DatabaseError.General.SchemaCorruptionDetected", FailureClass.OUTAGE),
            new Rule("Neo.DatabaseError.General.StorageDamageDetected", FailureClass.OUTAGE),
            new Rule("Neo.DatabaseError.", FailureClass.TRANSIENT),

            // Somebody else has the locks.
            new Rule("Neo.TransientError.Transaction.DeadlockDetected", FailureClass.CONTENTION),
            new Rule("Neo.TransientError.Transaction.LockAcquisitionTimeout", FailureClass.CONTENTION),
            new Rule("Neo.ClientError.Transaction.LockAcquisitionTimeout", FailureClass.CONTENTION),

            // Too much at once for the memory or the time that a transaction has.
            new Rule("Neo.ClientError.General.TransactionOutOfMemoryError", FailureClass.OVERSIZED),
            new Rule("Neo.TransientError.General.TransactionMemoryLimit", FailureClass.OVERSIZED),
            new Rule("Neo.TransientError.General.TransactionOutOfMemoryError", FailureClass.OVERSIZED),
            new Rule("Neo.TransientError.General.OutOfMemoryError", FailureClass.OVERSIZED),
            new Rule("Neo.TransientError.General.StackOverFlowError", FailureClass.OVERSIZED),
            new Rule("Neo.TransientError.General.MemoryPoolOutOfMemoryError", FailureClass.OVERSIZED),
            new Rule("Neo.ClientError.Transaction.TransactionTimedOut", FailureClass.OVERSIZED),
            new Rule("Neo.TransientError.Statement.ExecutionTimeout", FailureClass.OVERSIZED),

            // Terminated transactions, requests that met a connection in the wrong state, what has changed meanwhile.
            new Rule("Neo.TransientError.", FailureClass.TRANSIENT),
            new Rule("Neo.ClientError.Transaction.", FailureClass.TRANSIENT),
            new Rule("Neo.ClientError.Request.", FailureClass.TRANSIENT),
            new Rule("Neo.ClientError.Statement.EntityNotFound", FailureClass.TRANSIENT),
            new Rule("Neo.ClientError.Statement.ExternalResourceFailed", FailureClass.TRANSIENT),
            new Rule("Neo.ClientError.Statement.RemoteExecution", FailureClass.TRANSIENT),

            // The statement is wrong, whatever its rows.
            new Rule("Neo.ClientError.Statement.SyntaxError", FailureClass.FATAL),
            new Rule("Neo.ClientError.Statement.SemanticError", FailureClass.FATAL),
            new Rule("Neo.ClientError.Statement.ParameterMissing", FailureClass.FATAL),
            new Rule("Neo.ClientError.Statement.RuntimeUnsupportedError", FailureClass.FATAL),
            new Rule("Neo.ClientError.Statement.InvalidTargetDatabaseError", FailureClass.FATAL),
            new Rule("Neo.ClientError.Statement.NotSystemDatabaseError", FailureClass.FATAL),
            new Rule("Neo.ClientError.Procedure.ProcedureNotFound", FailureClass.FATAL),

            // A row is.
            new Rule("Neo.ClientError.", FailureClass.POISON));

    private FailureClassifier() {}

    /** Returns the class of a failure with this code. */
    public static FailureClass classify(String code) {
        for (Rule rule : RULES) {
            if (code.startsWith(rule.prefix())) {
                return rule.failureClass();
            }
        }
        return FailureClass.TRANSIENT;
    }
}
