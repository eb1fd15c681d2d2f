package io.graphsync.sink.verify;

import io.graphsync.sink.database.DatabaseSettings;
import io.graphsync.sink.verify.Difference.Subject;
import io.graphsync.sink.verify.GraphVerifier.Progress;
import io.graphsync.sink.verify.VerifyOptions.Mode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Compares one kind of element range by range of the rows. Two ranges are compared at a time: while one waits for its answer
 * from a store, the other is put together. One thread, and two of its own.
 */
final class RangeComparison implements AutoCloseable {
    private static final int READERS = 2;

    private final List<RowSide> readers;
    private final GraphSide graph;
    private final Mode mode;
    private final Candidates candidates;
    private final ExecutorService threads = Executors.newFixedThreadPool(
            READERS, Thread.ofVirtual().name("verify-", 0).factory());

    private RangeComparison(List<RowSide> readers, GraphSide graph, Mode mode, Candidates candidates) {
        this.readers = readers;
        this.graph = graph;
        this.mode = mode;
        this.candidates = candidates;
    }

    /** Connects. What is not equal when it is read becomes a candidate. */
    static RangeComparison open(
            DatabaseSettings database, LongestQuestion ofRows, GraphSide graph, Mode mode, Candidates candidates)
            throws SQLException {
        List<RowSide> readers = new ArrayList<>();
        try {
            while (readers.size() < READERS) {
                readers.add(RowSide.open(database, ofRows));
            }
            return new RangeComparison(List.copyOf(readers), graph, mode, candidates);
        } catch (SQLException failure) {
            for (RowSide reader : readers) {
                reader.close();
            }
            throw failure;
        }
    }

    /**
     * Compares all elements of a kind.
     *
     * @return how many rows were compared
     * @throws VerifyException if the graph can't be read
     */
    long compare(Subject subject, Progress progress) throws SQLException, InterruptedException {
        Ranges ranges = new Ranges(subject, progress);
        List<Callable<Void>> tasks = readers.stream()
                .<Callable<Void>>map(rows -> () -> {
                    ranges.compare(rows);
                    return null;
                })
                .toList();
        for (Future<Void> reader : threads.invokeAll(tasks)) {
            await(reader);
        }
        return ranges.compared;
    }

    private static void await(Future<Void> reader) throws SQLException, InterruptedException {
        try {
            reader.get();
        } catch (ExecutionException failure) {
            switch (failure.getCause()) {
                case SQLException unreadable -> throw unreadable;
                case VerifyException unreadable -> throw unreadable;
                case InterruptedException interrupted -> throw interrupted;
                case null, default -> throw new IllegalStateException(failure.getCause());
            }
        }
    }

    @Override
    public void close() throws SQLException {
        threads.close();
        for (RowSide reader : readers) {
            reader.close();
        }
    }

    /** The ranges of one kind of element, which the readers share. */
    private final class Ranges {
        private final Subject subject;
        private final Progress progress;
        private final RangeSize size = new RangeSize();
        private Optional<String> after = Optional.of("");
        private long compared;

        Ranges(Subject subject, Progress progress) {
            this.subject = subject;
            this.progress = progress;
        }

        /** Compares one range after the other, as long as there are any; what fails ends the other reader, too. */
        void compare(RowSide rows) throws SQLException, InterruptedException {
            boolean whole = false;
            try {
                for (Optional<KeyRange> range = next(rows); range.isPresent(); range = next(rows)) {
                    long began = System.nanoTime();
                    long more = compare(rows, range.get());
                    add(more, Duration.ofNanos(System.nanoTime() - began));
                }
                whole = true;
            } finally {
                if (!whole) {
                    end();
                }
            }
        }

        private synchronized Optional<KeyRange> next(RowSide rows) throws SQLException, InterruptedException {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (after.isEmpty()) {
                return Optional.empty();
            }
            KeyRange range = rows.range(subject, after.get(), size.get());
            after = range.upTo();
            return Optional.of(range);
        }

        private synchronized void end() {
            after = Optional.empty();
        }

        private synchronized void add(long more, Duration took) {
            size.took(took);
            compared += more;
            progress.compared(subject, compared);
        }

        private long compare(RowSide rows, KeyRange range) throws SQLException {
            if (mode == Mode.DIGEST) {
                Digest expected = rows.digest(subject, range);
                if (expected.equals(digest(range))) {
                    return expected.count();
                }
            }
            List<ElementState> expected = rows.states(subject, range);
            Map<ElementState.Key, ElementState> unseen = new HashMap<>();
            expected.forEach(state -> unseen.put(state.key(), state));
            graph.read(subject, range, element -> {
                ElementState row = unseen.remove(element.state().key());
                if (row == null || !row.properties().equals(element.state().properties())) {
                    candidates.add(subject, element.state().key());
                }
            });
            unseen.keySet().forEach(key -> candidates.add(subject, key));
            return expected.size();
        }

        private Digest digest(KeyRange range) {
            DigestSum sum = new DigestSum();
            graph.read(subject, range, element -> sum.add(element.state()));
            return sum.digest();
        }
    }
}
