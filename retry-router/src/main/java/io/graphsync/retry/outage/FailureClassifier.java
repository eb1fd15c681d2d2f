package io.graphsync.retry.outage;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;

/** Tells outages from errors, by exception type, place and SQLSTATE, never by message. */
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
            outage = cause instanceof KafkaException || onDisk(cause) || isStuckClient(cause);
        }
        // The innermost cause decides: Streams wraps the program's own exceptions in Kafka's.
        return outage ? Severity.TRANSIENT : Severity.FATAL;
    }

    /**
     * Classifies a SQLSTATE of PostgreSQL or its driver. One that is not known is an outage: waiting loses nothing.
     *
     * @param state null where the exception had none
     */
    public static Severity ofSqlState(@Nullable String state) {
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

    /**
     * A producer whose commit timed out, because the brokers are away, refuses every other call. Another one takes over
     * what it held. Kafka has no type for it.
     */
    private static boolean isStuckClient(Throwable cause) {
        StackTraceElement[] trace = cause.getStackTrace();
        return cause instanceof IllegalStateException
                && trace.length > 0
                && trace[0].getClassName().startsWith("org.apache.kafka.clients.producer.");
    }

    private static boolean onDisk(Throwable cause) {
        return cause instanceof IOException || cause instanceof UncheckedIOException;
    }
}
