package io.graphsync.sink.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.sink.mapping.MappedEvent;
import io.graphsync.sink.model.SampleEvent;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is left out changes nothing. Repeat one round with {@code -Dgraphsync.seed=}. */
class CoalescerPropertyTest {
    @Test
    void the_events_that_are_left_give_the_graph_of_all() {
        Reduction.Count count = Reduction.requireSameGraph(this::coalesce);

        assertThat(count.left()).isLessThan(count.all() * 3 / 4);
    }

    @Test
    void a_title_outlives_a_newer_event_that_says_nothing_of_it() {
        String id = "00000000-0000-0000-0000-000000000001";
        SampleEvent titled = SampleEvent.conversation(1, id, null, "title", null, null);
        SampleEvent silent = SampleEvent.conversation(2, id, null, null, null, null);
        SampleEvent renamed = SampleEvent.conversation(3, id, null, "other", null, null);

        assertThat(coalesce(List.of(titled, silent))).containsExactly(titled, silent);
        assertThat(coalesce(List.of(titled, silent, renamed))).containsExactly(renamed);
    }

    private List<SampleEvent> coalesce(List<SampleEvent> events) {
        List<MappedEvent> left =
                Coalescer.coalesce(events.stream().map(SampleEvent::mapped).toList());
        return Reduction.samples(events, left).stream()
                .sorted(Comparator.comparingLong(SampleEvent::seq))
                .toList();
    }
}
