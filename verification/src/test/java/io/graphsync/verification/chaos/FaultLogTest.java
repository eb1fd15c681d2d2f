package io.graphsync.verification.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.verification.chaos.plan.Fault;
import io.graphsync.verification.chaos.plan.FaultKind;
import io.graphsync.verification.chaos.plan.Target;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FaultLogTest {
    private final FaultLog log = new FaultLog();

    @Test
    void faults_that_met_no_other_are_told_apart() {
        log.begun(fault(1));
        log.ended(fault(1));
        assertThat(log.recovered(1, Duration.ofSeconds(1))).isTrue();
        log.begun(fault(2));
        log.begun(fault(3));
        log.ended(fault(2));
        log.ended(fault(3));

        assertThat(log.recovered(2, Duration.ofSeconds(9))).isFalse();
        assertThat(log.recovered(3, Duration.ofSeconds(4))).isFalse();

        assertThat(log.alone()).isEqualTo(new FaultLog.Times(1, Duration.ofSeconds(1), Duration.ofSeconds(1)));
        assertThat(log.all()).isEqualTo(new FaultLog.Times(3, Duration.ofSeconds(4), Duration.ofSeconds(9)));
        assertThat(log.counts()).containsEntry(FaultKind.KILL, 3);
    }

    @Test
    void a_fault_that_begins_while_another_is_recovered_from_disturbs_that() {
        log.begun(fault(1));
        log.ended(fault(1));
        log.begun(fault(2));

        assertThat(log.recovered(1, Duration.ofSeconds(2))).isFalse();
    }

    private static Fault fault(int number) {
        return new Fault(number, FaultKind.KILL, new Target.Instance("sink-a"), false, Duration.ZERO, Duration.ZERO);
    }
}
