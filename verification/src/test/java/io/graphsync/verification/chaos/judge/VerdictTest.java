package io.graphsync.verification.chaos.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.sink.verify.Difference;
import io.graphsync.sink.verify.Explanation;
import io.graphsync.sink.verify.Question;
import io.graphsync.sink.verify.VerifyOptions;
import io.graphsync.sink.verify.VerifyReport;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final UUID ONE = new UUID(0, 1);
    private static final UUID TWO = new UUID(0, 2);
    private static final Set<UUID> NONE = Set.of();
    private static final VerifyReport EQUAL = report(Map.of(), List.of());

    private static VerifyReport report(Map<Explanation.Cause, Long> causes, List<Difference> kept) {
        return new VerifyReport(
                VerifyOptions.Mode.ROWS,
                Instant.EPOCH,
                1,
                1,
                1,
                causes,
                0,
                kept,
                List.of(),
                List.of(),
                Question.NONE,
                Question.NONE,
                true);
    }

    @Test
    void where_everything_is_in_its_place_nothing_is_found() {
        Verdict verdict = Verdict.of(evidence(NONE, Set.of(ONE), Set.of(ONE), Set.of(ONE), EQUAL, List.of()));

        assertThat(verdict.isClean()).isTrue();
        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.applied()).isEqualTo(9);
        assertThat(verdict.dead()).isEqualTo(1);
    }

    @Test
    void a_row_that_no_topic_holds_is_lost() {
        Verdict verdict = Verdict.of(evidence(Set.of(TWO), NONE, NONE, NONE, EQUAL, List.of()));

        assertThat(verdict.lost()).isEqualTo(1);
        assertThat(verdict.findings()).anyMatch(finding -> finding.contains(TWO.toString()));
    }

    @Test
    void poison_that_is_no_letter_is_lost_and_its_row_is_wrong() {
        Verdict verdict = Verdict.of(evidence(NONE, Set.of(ONE), NONE, NONE, EQUAL, List.of()));

        assertThat(verdict.lost()).isEqualTo(1);
        assertThat(verdict.wrong()).isEqualTo(1);
    }

    @Test
    void a_letter_of_a_sound_event_is_wrong() {
        Verdict verdict = Verdict.of(evidence(NONE, NONE, Set.of(ONE), Set.of(ONE), EQUAL, List.of()));

        assertThat(verdict.lost()).isZero();
        assertThat(verdict.wrong()).isEqualTo(2);
    }

    @Test
    void an_element_that_the_graph_lacks_is_lost_and_any_other_difference_is_wrong() {
        Difference.Subject message = Difference.Subject.MESSAGE;
        Explanation why = new Explanation(Explanation.Cause.CHANGED_IN_GRAPH, Optional.empty());
        VerifyReport report = report(
                Map.of(Explanation.Cause.CHANGED_IN_GRAPH, 3L),
                List.of(
                        new Difference(Difference.Kind.MISSING, message, "m1", "", "", "", why),
                        new Difference(Difference.Kind.DUPLICATE, message, "m2", "", "", "", why)));

        Verdict verdict =
                Verdict.of(evidence(NONE, NONE, NONE, NONE, report, List.of("message m3 is of version 1, not 2")));

        assertThat(verdict.lost()).isEqualTo(1);
        assertThat(verdict.wrong()).isEqualTo(3);
        assertThat(verdict.findings()).hasSize(3);
    }

    @Test
    void rows_that_are_neither_done_nor_dead_do_not_close_the_accounts() {
        Evidence evidence = new Evidence(
                10, NONE, NONE, NONE, NONE, NONE, EQUAL, List.of(), Optional.of(Map.of("done", 7L, "retrying", 3L)));

        assertThat(Verdict.of(evidence).wrong()).isEqualTo(3);
    }

    private static Evidence evidence(
            Set<UUID> unsent,
            Set<UUID> expected,
            Set<UUID> open,
            Set<UUID> marked,
            VerifyReport graph,
            List<String> versions) {
        return new Evidence(10, unsent, NONE, expected, open, marked, graph, versions, Optional.empty());
    }
}
