package io.graphsync.sink.verify;

import io.graphsync.sink.database.DatabaseSettings;
import io.graphsync.sink.failure.GraphFailure;
import io.graphsync.sink.verify.Difference.Kind;
import io.graphsync.sink.verify.Difference.Subject;
import io.graphsync.sink.verify.Explanation.Cause;
import io.graphsync.sink.verify.VerifyOptions.Mode;
import io.graphsync.sink.write.GraphConnection;
import io.graphsync.sink.write.GraphEditor;
import io.graphsync.sink.write.GraphSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Judges whether the graph equals the rows, in both directions: every conversation, message and feedback with its
 * properties and relationships, and nothing beside them.
 *
 * <p>Both stores are read range by range along the index of the id. What is not equal is looked at again, until all that was
 * on its way has arrived and the rest is explained, so that the answer is exact while traffic goes on; it holds for
 * everything that was committed before the comparison began. Memory does not grow with the stores.
 */
public final class GraphVerifier {
    private static final int MOST_CANDIDATES = 100_000;
    private static final List<Subject> SUBJECTS = List.of(Subject.CONVERSATION, Subject.MESSAGE, Subject.FEEDBACK);

    private final DatabaseSettings database;
    private final GraphSettings graphSettings;
    private final Barrier barrier;

    /** Makes a judge of these two stores. */
    public GraphVerifier(DatabaseSettings database, GraphSettings graph) {
        this(database, graph, () -> {});
    }

    /**
     * Makes a judge of a graph that is not the one whose progress PostgreSQL knows.
     *
     * @param barrier waits until what stands behind the watermark is in this graph too
     */
    public GraphVerifier(DatabaseSettings database, GraphSettings graph, Barrier barrier) {
        this.database = database;
        this.graphSettings = graph;
        this.barrier = barrier;
    }

    /** Something to wait for. */
    @FunctionalInterface
    public interface Barrier {
        /** Waits. */
        void await() throws InterruptedException;
    }

    /** Hears how far a comparison is. */
    public interface Progress {
        /**
         * Some more elements were compared.
         *
         * @param subject of what kind
         * @param compared how many of this kind so far
         */
        void compared(Subject subject, long compared);
    }

    /**
     * Compares every element of stores between which nothing is on its way.
     *
     * @throws VerifyException if one of the stores can't be read
     */
    public VerifyReport verify() {
        try {
            return verify(VerifyOptions.IDLE, (subject, compared) -> {});
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new VerifyException("the comparison was interrupted", e);
        }
    }

    /**
     * Compares.
     *
     * @throws VerifyException if one of the stores can't be read
     * @throws InterruptedException if the thread is interrupted; nothing is left behind
     */
    public VerifyReport verify(VerifyOptions options, Progress progress) throws InterruptedException {
        LongestQuestion ofRows = new LongestQuestion();
        try (GraphConnection connection = GraphConnection.open(graphSettings);
                RowSide rows = RowSide.open(database, ofRows)) {
            Run run = new Run(options, progress, rows, ofRows, GraphSide.of(connection));
            return run.report();
        } catch (SQLException failure) {
            throw new VerifyException("PostgreSQL can't be read: " + failure.getMessage(), failure);
        }
    }

    /**
     * Mends what a comparison found to differ. What the rows say now, or that they are gone, is sent again through the outbox;
     * what no event can name is removed from the graph. What is on its way or waits for another try is left alone.
     *
     * @throws VerifyException if PostgreSQL or Neo4j refuses it
     * @throws InterruptedException if the thread is interrupted; what was done stays
     */
    public Repaired repair(VerifyReport report) throws InterruptedException {
        try (GraphConnection connection = GraphConnection.open(graphSettings);
                Connection outbox = database.connect(RowSide.APPLICATION_NAME)) {
            Sweep sweep = new Sweep(new GraphEditor(connection));
            long removed = sweep.twins(report.mends()) + sweep.foreign(report.mends()) + sweep.odd(report.odd());
            return new Repaired(new Repair(outbox).send(report.mends()), removed);
        } catch (SQLException failure) {
            throw new VerifyException("the outbox can't be written: " + failure.getMessage(), failure);
        } catch (GraphFailure failure) {
            throw new VerifyException("Neo4j can't be changed: " + failure.getMessage(), failure);
        }
    }

    /**
     * What was mended.
     *
     * @param sent how many elements were sent again
     * @param removed how many nodes and relationships were removed
     */
    public record Repaired(long sent, long removed) {}

    /** One comparison. */
    private final class Run {
        private final VerifyOptions options;
        private final Progress progress;
        private final RowSide rows;
        private final LongestQuestion ofRows;
        private final GraphSide graph;
        private final Candidates candidates = new Candidates(MOST_CANDIDATES);
        private final DifferenceList differences;
        private final List<Mend> mends = new ArrayList<>();

        Run(VerifyOptions options, Progress progress, RowSide rows, LongestQuestion ofRows, GraphSide graph) {
            this.options = options;
            this.progress = progress;
            this.rows = rows;
            this.ofRows = ofRows;
            this.graph = graph;
            this.differences = new DifferenceList(options.keep(), options.isIdle());
        }

        VerifyReport report() throws SQLException, InterruptedException {
            Instant through = rows.now();
            Map<Subject, Long> compared = new HashMap<>();
            Set<Oddity> odd = Oddity.find(graph);
            try (RangeComparison ranges = openRanges()) {
                for (Subject subject : SUBJECTS) {
                    compared.put(
                            subject,
                            options.mode() == Mode.COUNTS ? count(subject) : ranges.compare(subject, progress));
                }
            }
            Settlement settlement = new Settlement(rows, graph, barrier, options.patience());
            for (Subject subject : SUBJECTS) {
                settlement.settle(subject, candidates.of(subject), (points, explanation, mend) -> {
                    differences.add(points, explanation);
                    if (explanation.cause() != Cause.IN_FLIGHT && explanation.cause() != Cause.RETRYING) {
                        mends.add(mend);
                    }
                });
            }
            List<Oddity> lasting = settle(odd);
            return new VerifyReport(
                    options.mode(),
                    through,
                    compared.getOrDefault(Subject.CONVERSATION, 0L),
                    compared.getOrDefault(Subject.MESSAGE, 0L),
                    compared.getOrDefault(Subject.FEEDBACK, 0L),
                    differences.byCause(),
                    candidates.dropped(),
                    differences.kept(),
                    mends,
                    lasting,
                    ofRows.get(),
                    graph.longest(),
                    options.isIdle());
        }

        private RangeComparison openRanges() throws SQLException {
            return RangeComparison.open(database, ofRows, graph, options.mode(), candidates);
        }

        /** What nothing holds may be there for the length of a transaction; what is there twice is there to stay. */
        private List<Oddity> settle(Set<Oddity> first) {
            Explanation explanation = Explanation.of(Cause.CHANGED_IN_GRAPH);
            List<Oddity> lasting = options.isIdle() ? List.copyOf(first) : Oddity.lasting(first, graph);
            lasting.forEach(odd -> differences.add(
                    List.of(Difference.whole(Kind.EXTRA, odd.subject(), odd.key(), explanation)), explanation));
            return lasting;
        }

        private long count(Subject subject) throws SQLException {
            long inRows = rows.count(subject);
            long inGraph = graph.count(subject);
            if (inRows != inGraph) {
                differences.addCount(subject, inRows, inGraph);
            }
            return inRows;
        }
    }
}
