package io.graphsync.source.topics;

import java.util.List;

/** What became of one topic that a pipeline needs. */
public sealed interface TopicOutcome {
    /** The topic's name. */
    String topic();

    /** It was not there and was made. */
    record Created(String topic) implements TopicOutcome {}

    /** It was there, and is kept as the pipeline wants it. */
    record Present(String topic) implements TopicOutcome {}

    /**
     * It was there and is kept in another way; it was left so.
     *
     * @param differences one sentence each
     */
    record Differing(String topic, List<String> differences) implements TopicOutcome {
        /** Copies the differences. */
        public Differing {
            differences = List.copyOf(differences);
        }
    }
}
