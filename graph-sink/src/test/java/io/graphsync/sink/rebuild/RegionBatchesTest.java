package io.graphsync.sink.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.sink.mapping.MappedEvent;
import io.graphsync.sink.model.SampleEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RegionBatchesTest {
    @Test
    void a_region_is_in_one_batch_alone() {
        assertThat(sizes(4, 3, 3, 3)).containsExactly(3, 3, 3);
        assertThat(sizes(7, 3, 3, 3)).containsExactly(6, 3);
        assertThat(sizes(9, 3, 3, 3)).containsExactly(9);
        assertThat(sizes(1, 1, 1)).containsExactly(1, 1);
    }

    @Test
    void a_region_that_is_too_large_is_cut() {
        assertThat(sizes(4, 10, 2, 3)).containsExactly(4, 4, 4, 3);
    }

    @Test
    void of_no_events_there_is_no_batch() {
        assertThat(sizes(4)).isEmpty();
    }

    private List<Integer> sizes(int most, int... regions) {
        List<MappedEvent> events = new ArrayList<>();
        for (int region = 0; region < regions.length; region++) {
            for (int i = 0; i < regions[region]; i++) {
                events.add(message(events.size() + 1, new UUID(region, 0)));
            }
        }
        List<List<MappedEvent>> batches = RegionBatches.of(events, most);
        assertThat(batches.stream().flatMap(List::stream)).containsExactlyElementsOf(events);
        return batches.stream().map(List::size).toList();
    }

    private MappedEvent message(long seq, UUID conversation) {
        return SampleEvent.message(seq, new UUID(9, seq).toString(), conversation.toString(), "user")
                .mapped();
    }
}
