package io.graphsync.sink.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.outbox.type.EventTypeReader;
import io.graphsync.sink.mapping.EventMapper;
import io.graphsync.sink.mapping.EventMapper.Mapping;
import io.graphsync.sink.mapping.MappedEvent;
import io.graphsync.sink.mapping.TemplateCatalog;
import io.graphsync.sink.model.GraphModel;
import io.graphsync.sink.model.RandomHistory;
import io.graphsync.sink.model.SampleEvent;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is left out changes nothing. Repeat one round with {@code -Dgraphsync.seed=}. */
class CoalescerPropertyTest {
    private static final int ROUNDS = 200;
    private static final int EVENTS = 150;

    private final EventMapper mapper =
            new EventMapper(TemplateCatalog.load(EventTypeReader.builtIn(), Optional.empty()));

    @Test
    void the_events_that_are_left_give_the_graph_of_all() {
        Long only = Long.getLong("graphsync.seed");
        List<Long> seeds = only == null ? new Random().longs(ROUNDS).boxed().toList() : List.of(only);
        int left = 0;

        for (long seed : seeds) {
            List<SampleEvent> events = new RandomHistory(seed).events(EVENTS);
            List<SampleEvent> coalesced = coalesce(events);

            left += coalesced.size();
            assertThat(GraphModel.of(coalesced))
                    .as("repeat with -Dgraphsync.seed=%s", seed)
                    .containsExactlyElementsOf(GraphModel.of(events));
        }

        assertThat(left).isLessThan(seeds.size() * EVENTS * 3 / 4);
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
        Map<Long, SampleEvent> bySeq = new HashMap<>();
        events.forEach(event -> bySeq.put(event.seq(), event));
        return Coalescer.coalesce(events.stream().map(this::map).toList()).stream()
                .map(event -> Optional.ofNullable(bySeq.get(event.seq())).orElseThrow())
                .sorted(Comparator.comparingLong(SampleEvent::seq))
                .toList();
    }

    private MappedEvent map(SampleEvent event) {
        return ((Mapping.Mapped) mapper.map(event.headers(), event.json().getBytes(StandardCharsets.UTF_8))).event();
    }
}
