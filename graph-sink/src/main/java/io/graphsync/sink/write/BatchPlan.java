package io.graphsync.sink.write;

import io.graphsync.sink.mapping.Detachment;
import io.graphsync.sink.mapping.EventTemplate;
import io.graphsync.sink.mapping.MappedEvent;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one transaction does. An event that stands in the batch a second time is in no statement.
 *
 * @param touched the nodes that the events name
 * @param detaching for each kind of relationship that may be taken away, the keys of the nodes that may lose one
 * @param pairs the pairs of topic and sub topic that the events name
 * @param rounds the statements, in order
 * @param alone the elements that one event alone sets
 */
record BatchPlan(
        NodeKeys touched,
        Map<Detachment, Set<Object>> detaching,
        Set<TopicPair> pairs,
        List<Round> rounds,
        Set<String> alone) {
    /**
     * One execution of one template. No element occurs in it twice: the planner may run each clause for all rows before
     * the next, and then two rows of one element would both find the old version.
     */
    record Round(EventTemplate template, List<MappedEvent> events) {}
}
