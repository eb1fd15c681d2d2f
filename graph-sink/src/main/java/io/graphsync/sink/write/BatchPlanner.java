package io.graphsync.sink.write;

import io.graphsync.sink.mapping.Detachment;
import io.graphsync.sink.mapping.EventTemplate;
import io.graphsync.sink.mapping.MappedEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Decides what a transaction does for a batch of events. Pure. */
final class BatchPlanner {
    private record Version(EventTemplate template, String element, long seq) {}

    private final NodeKeys touched = new NodeKeys();
    private final Map<Detachment, Set<Object>> detaching = new HashMap<>();
    private final Set<TopicPair> pairs = new HashSet<>();
    private final Map<EventTemplate, List<List<MappedEvent>>> rounds = new LinkedHashMap<>();
    private final Map<EventTemplate, Map<String, Integer>> occurrences = new HashMap<>();
    private final Map<String, Integer> events = new HashMap<>();
    private final Set<Version> seen = new HashSet<>();

    private BatchPlanner() {}

    static BatchPlan plan(List<MappedEvent> events) {
        BatchPlanner planner = new BatchPlanner();
        events.forEach(planner::add);
        List<BatchPlan.Round> statements = new ArrayList<>();
        planner.rounds.forEach(
                (template, rounds) -> rounds.forEach(round -> statements.add(new BatchPlan.Round(template, round))));
        Set<String> alone = new HashSet<>();
        planner.events.forEach((element, count) -> {
            if (count == 1) {
                alone.add(element);
            }
        });
        return new BatchPlan(planner.touched, planner.detaching, planner.pairs, statements, alone);
    }

    private void add(MappedEvent event) {
        EventTemplate template = event.template();
        if (!seen.add(new Version(template, event.element(), event.seq()))) {
            return;
        }
        events.merge(event.element(), 1, Integer::sum);
        touched.addAllOf(event);
        for (Detachment detachment : template.detaches()) {
            NodeKeys.keyOf(event, detachment.from())
                    .ifPresent(key -> detaching
                            .computeIfAbsent(detachment, any -> new HashSet<>())
                            .add(key));
        }
        SubTopics.pairOf(event).ifPresent(pairs::add);
        int round =
                occurrences.computeIfAbsent(template, any -> new HashMap<>()).merge(event.element(), 1, Integer::sum);
        List<List<MappedEvent>> own = rounds.computeIfAbsent(template, any -> new ArrayList<>());
        if (own.size() < round) {
            own.add(new ArrayList<>());
        }
        own.get(round - 1).add(event);
    }
}
