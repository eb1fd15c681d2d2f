package io.graphsync.sink.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.outbox.event.Failure.Kind;
import io.graphsync.sink.consume.WritePolicy.Decision;
import io.graphsync.sink.consume.WritePolicy.Failures;
import io.graphsync.sink.failure.FailureClass;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WritePolicyTest {
    private final WritePolicy policy = new WritePolicy(8);

    @Test
    void after_the_first_outage_nothing_but_the_answer_to_the_probe_is_awaited() {
        assertThat(decide(FailureClass.OUTAGE, new Failures(1, 0), 100)).isEqualTo(new Decision.Again(Duration.ZERO));
    }

    @Test
    void an_event_that_fails_as_in_an_outage_while_others_are_written_is_isolated_in_the_end() {
        assertThat(decide(FailureClass.OUTAGE, new Failures(4, 0), 100)).isInstanceOf(Decision.Again.class);
        assertThat(decide(FailureClass.OUTAGE, new Failures(5, 0), 100)).isEqualTo(new Decision.Halve());
        assertThat(decide(FailureClass.OUTAGE, new Failures(9, 0), 1)).isInstanceOf(Decision.Again.class);
        assertThat(decide(FailureClass.OUTAGE, new Failures(10, 0), 1)).isEqualTo(new Decision.Blame(Kind.TRANSIENT));
    }

    @Test
    void a_passing_failure_is_tried_again_in_short_steps_before_the_batch_is_halved() {
        for (FailureClass passing : new FailureClass[] {FailureClass.CONTENTION, FailureClass.TRANSIENT}) {
            assertThat(decide(passing, new Failures(3, 7), 100))
                    .isInstanceOfSatisfying(
                            Decision.Again.class,
                            again -> assertThat(again.delay()).isLessThanOrEqualTo(Duration.ofSeconds(1)));
            assertThat(decide(passing, new Failures(3, 8), 100)).isEqualTo(new Decision.Halve());
            assertThat(decide(passing, new Failures(0, 8), 1)).isEqualTo(new Decision.Blame(Kind.TRANSIENT));
        }
    }

    @Test
    void what_is_too_much_at_once_is_halved_without_another_try() {
        assertThat(decide(FailureClass.OVERSIZED, new Failures(0, 1), 2)).isEqualTo(new Decision.Halve());
        assertThat(decide(FailureClass.OVERSIZED, new Failures(0, 1), 1)).isInstanceOf(Decision.Again.class);
        assertThat(decide(FailureClass.OVERSIZED, new Failures(0, 2), 1)).isEqualTo(new Decision.Blame(Kind.TRANSIENT));
    }

    @Test
    void poison_is_isolated_at_once_and_what_nobody_can_write_stops_the_sink() {
        assertThat(decide(FailureClass.POISON, new Failures(0, 1), 9)).isEqualTo(new Decision.Halve());
        assertThat(decide(FailureClass.POISON, new Failures(0, 1), 1)).isEqualTo(new Decision.Blame(Kind.POISON));
        assertThat(decide(FailureClass.FATAL, new Failures(0, 1), 9)).isEqualTo(new Decision.Stop());
    }

    @Test
    void parts_of_a_batch_that_failed_get_fewer_attempts() {
        assertThat(policy.forLess().decide(FailureClass.TRANSIENT, new Failures(0, 2), 9, new Random(1)))
                .isEqualTo(new Decision.Halve());
    }

    private Decision decide(FailureClass last, Failures failures, int size) {
        return policy.decide(last, failures, size, new Random(1));
    }
}
