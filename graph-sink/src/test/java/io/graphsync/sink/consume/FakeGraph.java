package io.graphsync.sink.consume;

import io.graphsync.sink.failure.FailureClassifier;
import io.graphsync.sink.failure.GraphFailure;
import io.graphsync.sink.mapping.MappedEvent;
import io.graphsync.sink.write.WriteResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A graph that keeps what is written, and fails as a test wants it to. */
final class FakeGraph {
    /** The code with which a write of these events fails. */
    volatile Function<List<MappedEvent>, Optional<String>> failing = events -> Optional.empty();
    /** The code with which any write fails, that of the probe included. */
    volatile Optional<String> down = Optional.empty();

    final AtomicInteger probes = new AtomicInteger();
    private final Set<Long> written = Collections.synchronizedSet(new HashSet<>());

    WriteResult write(List<MappedEvent> events) throws GraphFailure {
        fail(down);
        fail(failing.apply(events));
        List<Boolean> applied = new ArrayList<>();
        events.forEach(event -> applied.add(written.add(event.seq())));
        return new WriteResult(applied);
    }

    void probe() throws GraphFailure {
        probes.incrementAndGet();
        fail(down);
    }

    Set<Long> written() {
        return Set.copyOf(written);
    }

    private static void fail(Optional<String> code) throws GraphFailure {
        if (code.isPresent()) {
            throw new GraphFailure(
                    FailureClassifier.classify(code.get()), code.get(), "as the test wants it", new Exception());
        }
    }
}
