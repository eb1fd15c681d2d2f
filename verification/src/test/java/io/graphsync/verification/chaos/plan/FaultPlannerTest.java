package io.graphsync.verification.chaos.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FaultPlannerTest {
    private static final List<App> APPS = App.cast(2, 2, 2);

    @Test
    void the_same_seed_gives_the_same_plan_and_another_seed_another() {
        assertThat(plan(1)).isEqualTo(plan(1)).isNotEqualTo(plan(2));
    }

    @Test
    void a_long_run_sees_every_kind_and_every_link() {
        List<Fault> plan = FaultPlanner.plan(3, settings(Duration.ofHours(4), Set.of()));

        Set<FaultKind> kinds = EnumSet.noneOf(FaultKind.class);
        Set<Target> hops = new java.util.HashSet<>();
        for (Fault fault : plan) {
            kinds.add(fault.kind());
            if (fault.target() instanceof Target.Hop hop) {
                hops.add(hop);
            }
        }
        assertThat(kinds).containsExactlyInAnyOrder(FaultKind.values());
        assertThat(hops)
                .containsExactlyInAnyOrderElementsOf(
                        APPS.stream().flatMap(app -> app.hops().stream()).toList());
    }

    @Test
    void nothing_is_broken_again_before_its_last_fault_was_taken_back() {
        LongStream.range(0, 200).forEach(seed -> {
            Map<String, Duration> ends = new HashMap<>();
            for (Fault fault : plan(seed)) {
                String resource = fault.target() instanceof Target.ActiveSource
                        ? "source-a"
                        : fault.target().toString();
                assertThat(fault.at())
                        .as("seed %d, %s", seed, fault)
                        .isGreaterThanOrEqualTo(ends.getOrDefault(resource, Duration.ZERO));
                ends.put(resource, fault.end());
            }
        });
    }

    @Test
    void every_fault_is_taken_back_within_the_run_and_they_are_numbered_in_order() {
        LongStream.range(0, 200).forEach(seed -> {
            List<Fault> plan = plan(seed);
            assertThat(plan).isSortedAccordingTo(java.util.Comparator.comparing(Fault::at));
            for (int i = 0; i < plan.size(); i++) {
                assertThat(plan.get(i).number()).isEqualTo(i + 1);
                assertThat(plan.get(i).end()).isLessThanOrEqualTo(Duration.ofMinutes(2));
            }
        });
    }

    @Test
    void the_worst_pairs_overlap() {
        int overlapping = 0;
        for (long seed = 0; seed < 50; seed++) {
            List<Fault> plan = new ArrayList<>(plan(seed));
            for (Fault kill : plan) {
                if (kill.kind() == FaultKind.KILL_ACTIVE
                        && plan.stream()
                                .anyMatch(other -> other.kind() == FaultKind.SERVER_PAUSE
                                        && other.target().toString().equals("kafka")
                                        && other.at().compareTo(kill.at()) < 0
                                        && other.end().compareTo(kill.at()) > 0)) {
                    overlapping++;
                }
            }
        }
        assertThat(overlapping).isGreaterThan(20);
    }

    @Test
    void all_sinks_are_killed_at_once_while_the_graph_does_not_answer() {
        int together = 0;
        for (long seed = 0; seed < 50; seed++) {
            List<Fault> kills = plan(seed).stream()
                    .filter(fault -> fault.kind() == FaultKind.KILL)
                    .toList();
            for (Fault one : kills) {
                if (one.target().toString().equals("sink-a")
                        && kills.stream()
                                .anyMatch(other -> other.target().toString().equals("sink-b")
                                        && other.at().equals(one.at()))) {
                    together++;
                }
            }
        }
        assertThat(together).isGreaterThan(20);
    }

    @Test
    void kinds_that_can_not_be_had_are_left_out() {
        assertThat(FaultPlanner.plan(1, settings(Duration.ofHours(1), Set.of(FaultKind.DISK_FULL))))
                .isNotEmpty()
                .noneMatch(fault -> fault.kind() == FaultKind.DISK_FULL);
    }

    @Test
    void a_target_is_read_back_from_its_text() {
        for (Fault fault : FaultPlanner.plan(5, settings(Duration.ofHours(1), Set.of()))) {
            assertThat(Target.parse(fault.target().toString())).isEqualTo(fault.target());
        }
    }

    private static List<Fault> plan(long seed) {
        return FaultPlanner.plan(seed, settings(Duration.ofMinutes(2), Set.of()));
    }

    private static PlanSettings settings(Duration lasts, Set<FaultKind> without) {
        return new PlanSettings(APPS, lasts, Duration.ofSeconds(4), false, without);
    }
}
