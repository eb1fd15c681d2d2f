package io.graphsync.sink.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.sink.mapping.MappedEvent;
import io.graphsync.sink.model.GraphModel;
import io.graphsync.sink.model.RandomHistory;
import io.graphsync.sink.model.SampleEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Something that leaves out events, and changes nothing by it. */
final class Reduction {
    private static final int ROUNDS = 200;
    private static final int EVENTS = 150;

    private Reduction() {}

    /**
     * How many events there were.
     *
     * @param left how many of them were left
     */
    record Count(int left, int all) {}

    /** Checks for random histories that the events which are left give the graph of all. */
    static Count requireSameGraph(UnaryOperator<List<SampleEvent>> reduction) {
        List<Long> seeds = RandomHistory.seeds(ROUNDS);
        int left = 0;
        for (long seed : seeds) {
            List<SampleEvent> events = new RandomHistory(seed).events(EVENTS);
            List<SampleEvent> reduced = reduction.apply(events);

            left += reduced.size();
            assertThat(GraphModel.of(reduced))
                    .as("repeat with -Dgraphsync.seed=%s", seed)
                    .containsExactlyElementsOf(GraphModel.of(events));
        }
        return new Count(left, seeds.size() * EVENTS);
    }

    /** Returns those of the events that are left, in the order in which they are. */
    static List<SampleEvent> samples(List<SampleEvent> events, List<MappedEvent> left) {
        Map<Long, SampleEvent> bySeq = new HashMap<>();
        events.forEach(event -> bySeq.put(event.seq(), event));
        return left.stream()
                .map(event -> Optional.ofNullable(bySeq.get(event.seq())).orElseThrow())
                .toList();
    }
}
