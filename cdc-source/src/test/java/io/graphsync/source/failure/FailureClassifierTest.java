package io.graphsync.source.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailureClassifierTest {
    private final FailureClassifier classifier = new FailureClassifier("db:5432/app", "broker:9092");

    @ParameterizedTest
    @ValueSource(strings = {"28P01", "28000", "42501"})
    void a_refused_login_or_a_missing_privilege_is_fatal(String state) {
        assertThat(classifier.classify(new SQLException("denied", state)))
                .isInstanceOfSatisfying(
                        Verdict.Fatal.class,
                        fatal -> assertThat(fatal.message()).contains("db:5432/app", "denied"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"08001", "08006", "57P01", "57P03", "53300", "3D000", "55006"})
    void a_server_that_is_away_or_busy_is_waited_for(String state) {
        assertThat(classifier.classify(new SQLException("gone", state)))
                .isEqualTo(new Verdict.Wait("PostgreSQL at db:5432/app", "gone"));
    }

    @Test
    void a_broker_that_is_away_is_waited_for() {
        assertThat(classifier.classify(new TimeoutException("no answer")))
                .isEqualTo(new Verdict.Wait("Kafka at broker:9092", "no answer"));
    }

    @Test
    void a_broker_that_refuses_is_fatal() {
        assertThat(classifier.classify(new SaslAuthenticationException("wrong")))
                .isInstanceOf(Verdict.Fatal.class);
        assertThat(classifier.classify(new TopicAuthorizationException("topic")))
                .isInstanceOf(Verdict.Fatal.class);
    }

    @Test
    void the_first_known_cause_decides_however_deep_it_is_wrapped() {
        Throwable wrapped = new IllegalStateException("engine", new RuntimeException(new SQLException("no", "28P01")));

        assertThat(classifier.classify(wrapped)).isInstanceOf(Verdict.Fatal.class);
        assertThat(classifier.classify(new IllegalStateException("engine", new KafkaException("odd"))))
                .isEqualTo(new Verdict.Wait("Kafka at broker:9092", "odd"));
    }

    @Test
    void the_capture_engines_own_exceptions_blame_no_broker() {
        Throwable wrapped = new ConnectException("engine", new SQLException("terminated", "57P01"));

        assertThat(classifier.classify(wrapped)).isEqualTo(new Verdict.Wait("PostgreSQL at db:5432/app", "terminated"));
        assertThat(classifier.classify(new ConnectException("engine")))
                .isEqualTo(new Verdict.Wait("PostgreSQL at db:5432/app", "engine"));
    }

    @Test
    void a_class_that_is_missing_is_fatal() {
        assertThat(classifier.classify(new IllegalStateException(new NoClassDefFoundError("a/B"))))
                .isInstanceOfSatisfying(
                        Verdict.Fatal.class,
                        fatal -> assertThat(fatal.message()).contains("a/B"));
    }

    @Test
    void what_is_awaited_is_named_by_who_found_it_missing() {
        assertThat(classifier.classify(new AwaitedException("the table graph_outbox", "it does not exist")))
                .isEqualTo(new Verdict.Wait("the table graph_outbox", "it does not exist"));
    }

    @Test
    void an_unknown_failure_is_waited_out_even_if_its_causes_form_a_ring() {
        RuntimeException outer = new RuntimeException("outer");
        RuntimeException inner = new RuntimeException("inner", outer);
        outer.initCause(inner);

        assertThat(classifier.classify(outer)).isEqualTo(new Verdict.Wait("PostgreSQL at db:5432/app", "inner"));
    }
}
