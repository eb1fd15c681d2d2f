package io.graphsync.retry.outage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** Tells outages from errors, by exception type and SQLSTATE, never by message. */
public final class FailureClassifier {
    private static final int CLASS_LENGTH = 2;

    private FailureClassifier() {}

    /**
     * Classifies what a Kafka client threw, or what was thrown while its records were handled. Everything that Kafka throws is an outage unless
     * it names a cause that time does not mend, and so is a client that can't be made: in a cluster that is being
     * started or mended the brokers' names may not resolve, which Kafka calls an error of the configuration. What anything else throws is a defect of the program.
     */
    public static Severity ofKafka(Throwable thrown) {
        boolean outage = false;
        for (Throwable cause : Causes.of(thrown)) {
            if (neverMends(cause)) {
                return Severity.FATAL;
            }
            outage = cause instanceof KafkaException || onDisk(cause);
        }
        // The innermost cause decides: Streams wraps the program's own exceptions in Kafka's.
        return outage ? Severity.TRANSIENT : Severity.FATAL;
    }

    /** Classifies what the driver of PostgreSQL threw. A state that is not known is an outage: waiting loses nothing. */
    public static Severity ofSql(SQLException thrown) {
        String state = thrown.getSQLState();
        if (state == null || state.length() < CLASS_LENGTH) {
            return Severity.TRANSIENT;
        }
        return switch (state.substring(0, CLASS_LENGTH)) {
            // Data exception, integrity constraint violation.
            case "22", "23" -> Severity.POISON;
            // The login is refused; there is no such database.
            case "28", "3D" -> Severity.FATAL;
            // 42501: a right is missing. The rest of 42, such as a table that no migration has made yet, is awaited.
            default -> "42501".equals(state) ? Severity.FATAL : Severity.TRANSIENT;
        };
    }

    private static boolean neverMends(Throwable cause) {
        return cause instanceof AuthenticationException
                || cause instanceof AuthorizationException
                || cause instanceof UnsupportedVersionException
                || cause instanceof RecordTooLargeException;
    }

    private static boolean onDisk(Throwable cause) {
        return cause instanceof IOException || cause instanceof UncheckedIOException;
    }
}
