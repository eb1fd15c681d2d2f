package io.graphsync.sink.failure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureClassifierTest {
    @ParameterizedTest
    @CsvSource({
        "graphsync.neo4j-unreachable,                                          OUTAGE",
        "Neo.ClientError.Security.Unauthorized,                                OUTAGE",
        "Neo.ClientError.Security.Forbidden,                                   OUTAGE",
        "Neo.ClientError.Security.AuthenticationRateLimit,                     OUTAGE",
        "Neo.ClientError.Security.CredentialsExpired,                          OUTAGE",
        "Neo.TransientError.Security.AuthProviderTimeout,                      OUTAGE",
        "Neo.ClientError.Statement.AccessMode,                                 OUTAGE",
        "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase,                  OUTAGE",
        "Neo.ClientError.General.WriteOnReadOnlyAccessDatabase,                OUTAGE",
        "Neo.ClientError.Cluster.NotALeader,                                   OUTAGE",
        "Neo.ClientError.Database.DatabaseNotFound,                            OUTAGE",
        "Neo.ClientError.Routing.DbmsInPanic,                                  OUTAGE",
        "Neo.TransientError.General.DatabaseUnavailable,                       OUTAGE",
        "Neo.TransientError.Request.NoThreadsAvailable,                        OUTAGE",
        "Neo.TransientError.Transaction.LeaderSwitch,                          OUTAGE",
        "Neo.DatabaseError.Transaction.TransactionCommitFailed,                OUTAGE",
        "Neo.DatabaseError.Transaction.TransactionLogError,                    OUTAGE",
        "Neo.DatabaseError.Transaction.TransactionStartFailed,                 OUTAGE",
        "Neo.DatabaseError.Database.UnableToStartDatabase,                     OUTAGE",
        "Neo.DatabaseError.General.StorageDamageDetected,                      OUTAGE",
        "Neo.TransientError.Transaction.DeadlockDetected,                      CONTENTION",
        "Neo.TransientError.Transaction.LockAcquisitionTimeout,                CONTENTION",
        "Neo.TransientError.General.MemoryPoolOutOfMemoryError,                OVERSIZED",
        "Neo.ClientError.General.TransactionOutOfMemoryError,                  OVERSIZED",
        "Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration,   OVERSIZED",
        "Neo.TransientError.Transaction.Outdated,                              TRANSIENT",
        "Neo.ClientError.Transaction.Terminated,                               TRANSIENT",
        "Neo.ClientError.Request.Invalid,                                      TRANSIENT",
        "Neo.DatabaseError.General.UnknownError,                               TRANSIENT",
        "Neo.DatabaseError.Statement.ExecutionFailed,                          TRANSIENT",
        "Neo.Something.New,                                                    TRANSIENT",
        "Neo.ClientError.Schema.ConstraintValidationFailed,                    POISON",
        "Neo.ClientError.Statement.TypeError,                                  POISON",
        "Neo.ClientError.Statement.ArgumentError,                              POISON",
        "Neo.ClientError.Statement.SyntaxError,                                FATAL",
        "graphsync.unexpected,                                                 FATAL"
    })
    void a_code_tells_what_a_failure_asks_for(String code, FailureClass expected) {
        assertThat(FailureClassifier.classify(code)).isEqualTo(expected);
    }
}
