package io.graphsync.verification.chaos.judge;

import io.graphsync.sink.verify.Difference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What the evidence says.
 *
 * @param rows of the outbox
 * @param dead open dead letters
 * @param lost events and elements that are nowhere
 * @param wrong what is somewhere where it does not belong, or of the wrong version, or told wrongly
 * @param findings the first of both, for a person
 */
public record Verdict(long rows, long dead, long lost, long wrong, List<String> findings) {
    private static final int MOST_FINDINGS_OF_A_KIND = 5;
    private static final Set<String> SETTLED = Set.of("done", "deadletter");

    /** Copies the list. */
    public Verdict {
        findings = List.copyOf(findings);
    }

    /** Whether nothing is lost and nothing wrong. */
    public boolean isClean() {
        return lost == 0 && wrong == 0;
    }

    /** Rows that are in the graph, or were superseded by something newer. */
    public long applied() {
        return Math.max(0, rows - dead - lost);
    }

    /** Judges. Pure. */
    static Verdict of(Evidence evidence) {
        List<String> findings = new ArrayList<>();
        Set<UUID> noLetter = without(evidence.expectedLetters(), evidence.openLetters());
        noLetter.removeAll(evidence.unsent()); // counted once
        long missing = evidence.graph().kept().stream()
                .filter(difference -> difference.kind() == Difference.Kind.MISSING)
                .count();
        long lost = tell(findings, evidence.unsent(), "outbox row %s is in no topic")
                + tell(findings, evidence.confirmedButGone(), "row %s was committed and is not in the outbox")
                + tell(findings, noLetter, "row %s can't be applied and is no open dead letter")
                + missing;
        long wrong = tell(
                        findings,
                        without(evidence.openLetters(), evidence.expectedLetters()),
                        "event %s is a dead letter though nothing is wrong with it")
                + tell(
                        findings,
                        without(evidence.expectedLetters(), evidence.markedRows()),
                        "row %s is a dead letter and does not say so")
                + tell(
                        findings,
                        without(evidence.markedRows(), evidence.expectedLetters()),
                        "row %s says that it is a dead letter and is none")
                + tell(findings, evidence.versions(), "%s")
                + (evidence.graph().differences() - missing);
        evidence.graph().kept().stream()
                .limit(MOST_FINDINGS_OF_A_KIND)
                .forEach(difference -> findings.add(difference.toString()));
        wrong += unsettled(evidence, findings);
        return new Verdict(evidence.rows(), evidence.openLetters().size(), lost, wrong, findings);
    }

    private static long unsettled(Evidence evidence, List<String> findings) {
        Map<String, Long> states = evidence.states().orElse(Map.of());
        long unsettled = 0;
        for (Map.Entry<String, Long> state : states.entrySet()) {
            if (!SETTLED.contains(state.getKey()) && state.getValue() > 0) {
                findings.add(state.getValue() + " outbox rows are still " + state.getKey());
                unsettled += state.getValue();
            }
        }
        return unsettled;
    }

    private static Set<UUID> without(Set<UUID> ids, Set<UUID> others) {
        Set<UUID> rest = new HashSet<>(ids);
        rest.removeAll(others);
        return rest;
    }

    private static long tell(List<String> findings, Iterable<?> subjects, String sentence) {
        long count = 0;
        for (Object subject : subjects) {
            if (count < MOST_FINDINGS_OF_A_KIND) {
                findings.add(String.format(sentence, subject));
            }
            count++;
        }
        if (count > MOST_FINDINGS_OF_A_KIND) {
            findings.add("… and " + (count - MOST_FINDINGS_OF_A_KIND) + " more of that kind");
        }
        return count;
    }
}
