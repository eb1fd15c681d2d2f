package io.graphsync.sink.rebuild;

import io.graphsync.sink.mapping.MappedEvent;
import java.util.ArrayList;
import java.util.List;

/** Cuts events into batches that have no region in common, unless one alone is too large. Pure. */
final class RegionBatches {
    private RegionBatches() {}

    /**
     * Cuts.
     *
     * @param events those of a region beside each other
     * @param most events of a batch
     */
    static List<List<MappedEvent>> of(List<MappedEvent> events, int most) {
        List<List<MappedEvent>> batches = new ArrayList<>();
        int begin = 0;
        while (begin < events.size()) {
            int end = Math.min(events.size(), begin + most);
            int cut = end;
            while (cut < events.size() && cut > begin && isOfOneRegion(events, cut)) {
                cut--;
            }
            end = cut > begin ? cut : end;
            batches.add(events.subList(begin, end));
            begin = end;
        }
        return batches;
    }

    /** Whether the event and the one before it are neighbours. */
    private static boolean isOfOneRegion(List<MappedEvent> events, int index) {
        return Coalescer.region(events.get(index)).equals(Coalescer.region(events.get(index - 1)));
    }
}
