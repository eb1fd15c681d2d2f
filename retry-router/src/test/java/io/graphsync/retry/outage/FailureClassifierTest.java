package io.graphsync.retry.outage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FailureClassifierTest {
    @Test
    void a_broker_that_is_away_is_an_outage() {
        assertThat(FailureClassifier.ofKafka(new KafkaException("wrapped", new TimeoutException("60 s"))))
                .isEqualTo(Severity.TRANSIENT);
        assertThat(FailureClassifier.ofKafka(new DisconnectException())).isEqualTo(Severity.TRANSIENT);
        assertThat(FailureClassifier.ofKafka(new KafkaException("wrapped", new IOException("disk full"))))
                .isEqualTo(Severity.TRANSIENT);
    }

    @Test
    void a_producer_that_is_stuck_in_a_commit_is_an_outage_but_no_other_illegal_state_is() {
        IllegalStateException stuck = new IllegalStateException("the previous call timed out and must be retried");
        stuck.setStackTrace(new StackTraceElement[] {
            new StackTraceElement(
                    "org.apache.kafka.clients.producer.internals.TransactionManager",
                    "throwIfPendingState",
                    "TransactionManager.java",
                    1272)
        });

        assertThat(FailureClassifier.ofKafka(new KafkaException("wrapped", stuck)))
                .isEqualTo(Severity.TRANSIENT);
        assertThat(FailureClassifier.ofKafka(new KafkaException("wrapped", new IllegalStateException())))
                .isEqualTo(Severity.FATAL);
    }

    @Test
    void a_refused_login_or_right_is_fatal_however_deep_it_lies() {
        assertThat(FailureClassifier.ofKafka(new KafkaException(
                        "wrapped", new RuntimeException(new SaslAuthenticationException("no such user")))))
                .isEqualTo(Severity.FATAL);
        assertThat(FailureClassifier.ofKafka(new TopicAuthorizationException("graphsync.retry")))
                .isEqualTo(Severity.FATAL);
    }

    @Test
    void a_defect_of_the_program_is_fatal_though_kafka_wraps_it() {
        assertThat(FailureClassifier.ofKafka(new KafkaException("wrapped", new NullPointerException())))
                .isEqualTo(Severity.FATAL);
    }

    @Test
    void sql_states_tell_outages_values_and_rights_apart() {
        assertThat(sql("08006")).isEqualTo(Severity.TRANSIENT);
        assertThat(sql("57P03")).isEqualTo(Severity.TRANSIENT);
        assertThat(sql("40P01")).isEqualTo(Severity.TRANSIENT);
        assertThat(sql("42P01")).isEqualTo(Severity.TRANSIENT);
        assertThat(sql(null)).isEqualTo(Severity.TRANSIENT);
        assertThat(sql("22021")).isEqualTo(Severity.POISON);
        assertThat(sql("23514")).isEqualTo(Severity.POISON);
        assertThat(sql("28P01")).isEqualTo(Severity.FATAL);
        assertThat(sql("3D000")).isEqualTo(Severity.FATAL);
        assertThat(sql("42501")).isEqualTo(Severity.FATAL);
    }

    private static Severity sql(@Nullable String state) {
        return FailureClassifier.ofSqlState(state);
    }
}
