package io.graphsync.source.failure;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * Decides what a failure means, from SQLSTATE and from Kafka's exception types. Whatever is not known to be lasting is
 * waited out, so that no outage ends the source. Pure.
 */
public final class FailureClassifier {
    /** The SQLSTATE class of refused logins: wrong password, unknown role, no entry in pg_hba.conf. */
    private static final String INVALID_AUTHORIZATION = "28";

    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private final String databaseAddress;
    private final String kafkaAddress;

    /** Takes what to call the servers in a message. */
    public FailureClassifier(String databaseAddress, String kafkaAddress) {
        this.databaseAddress = databaseAddress;
        this.kafkaAddress = kafkaAddress;
    }

    /** Returns what the failure, or the first known one among its causes, means. */
    public Verdict classify(Throwable failure) {
        List<Throwable> causes = causes(failure);
        for (Throwable cause : causes) {
            switch (cause) {
                case SourceFailedException fatal -> {
                    return new Verdict.Fatal(text(fatal));
                }
                case AwaitedException awaited -> {
                    return new Verdict.Wait(awaited.awaited(), text(awaited));
                }
                case SQLException sql -> {
                    return classify(sql);
                }
                case ConnectException envelope -> {
                    // The capture engine's wrapping of a failure of PostgreSQL; a KafkaException by descent alone.
                }
                case KafkaException kafka -> {
                    return classify(kafka);
                }
                case LinkageError broken -> {
                    return new Verdict.Fatal("the installation is incomplete: " + broken);
                }
                default -> {
                    // An envelope of somebody's framework: the cause inside tells more.
                }
            }
        }
        return new Verdict.Wait("PostgreSQL at " + databaseAddress, text(causes.getLast()));
    }

    private Verdict classify(SQLException failure) {
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        if (state.startsWith(INVALID_AUTHORIZATION)) {
            return new Verdict.Fatal("PostgreSQL at " + databaseAddress + " refused the login: " + text(failure)
                    + ". Check database.user and database.password, and that pg_hba.conf admits the role.");
        }
        if (state.equals(INSUFFICIENT_PRIVILEGE)) {
            return new Verdict.Fatal("PostgreSQL at " + databaseAddress + " denied what the source needs: "
                    + text(failure) + ". The role needs REPLICATION and SELECT on graph_outbox:"
                    + " run ./migrate pg --apply, or grant them.");
        }
        return new Verdict.Wait("PostgreSQL at " + databaseAddress, text(failure));
    }

    private Verdict classify(KafkaException failure) {
        if (failure instanceof AuthenticationException || failure instanceof AuthorizationException) {
            return new Verdict.Fatal("Kafka at " + kafkaAddress + " refused the source: " + text(failure)
                    + ". Check the kafka.* security settings and the access lists: the source describes, creates and"
                    + " writes the topics of topics.prefix.");
        }
        if (failure instanceof UnsupportedVersionException) {
            return new Verdict.Fatal("Kafka at " + kafkaAddress + " is too old: " + text(failure));
        }
        return new Verdict.Wait("Kafka at " + kafkaAddress, text(failure));
    }

    private static List<Throwable> causes(Throwable failure) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Throwable> causes = new ArrayList<>();
        Throwable next = failure;
        while (next != null && seen.add(next)) {
            causes.add(next);
            next = next.getCause();
        }
        return causes;
    }

    private static String text(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message.strip();
    }
}
