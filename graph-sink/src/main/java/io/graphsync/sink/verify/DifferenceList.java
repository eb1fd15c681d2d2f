package io.graphsync.sink.verify;

import io.graphsync.sink.verify.Difference.Kind;
import io.graphsync.sink.verify.Difference.Subject;
import io.graphsync.sink.verify.Explanation.Cause;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts all differences by their cause, and keeps the first of them. */
final class DifferenceList {
    private final int keep;
    private final boolean inFlightToo;
    private final List<Difference> kept = new ArrayList<>();
    private final Map<Cause, Long> byCause = new EnumMap<>(Cause.class);

    /**
     * Makes an empty list.
     *
     * @param inFlightToo whether what is on its way is kept as well
     */
    DifferenceList(int keep, boolean inFlightToo) {
        this.keep = keep;
        this.inFlightToo = inFlightToo;
    }

    /** Adds one element with the points in which it differs. */
    void add(List<Difference> points, Explanation explanation) {
        byCause.merge(explanation.cause(), 1L, Long::sum);
        if (explanation.cause() != Cause.IN_FLIGHT || inFlightToo) {
            points.stream().limit(Math.max(0, keep - kept.size())).forEach(kept::add);
        }
    }

    /** Adds that the graph has another number of elements than there are rows. */
    void addCount(Subject subject, long rows, long graph) {
        Explanation explanation = Explanation.of(Cause.UNKNOWN);
        add(
                List.of(new Difference(
                        Kind.DIFFERENT, subject, "*", "count", Long.toString(rows), Long.toString(graph), explanation)),
                explanation);
    }

    Map<Cause, Long> byCause() {
        return Map.copyOf(byCause);
    }

    List<Difference> kept() {
        return kept;
    }
}
