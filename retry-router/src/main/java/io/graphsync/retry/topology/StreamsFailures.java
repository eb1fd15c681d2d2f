package io.graphsync.retry.topology;

import io.graphsync.retry.outage.Causes;
import io.graphsync.retry.outage.FailureClassifier;
import io.graphsync.retry.outage.Severity;
import java.util.List;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsException;

/** Decides what follows when a stream thread dies. */
final class StreamsFailures {
    /** What follows. */
    enum Response {
        /** A new thread takes over the tasks. */
        REPLACE_THREAD,
        /** Streams is stopped and, when the topics are there and the disk obeys, started anew. */
        RESTART,
        /** The router gives up. */
        GIVE_UP
    }

    private StreamsFailures() {}

    static Response response(Throwable thrown) {
        List<Throwable> causes = Causes.of(thrown);
        boolean restart = causes.stream()
                .anyMatch(cause ->
                        cause instanceof MissingSourceTopicException || cause instanceof ProcessorStateException);
        if (restart) {
            return Response.RESTART;
        }
        // Streams' own complaints that have no cause tell of a layout that does not fit, such as a changelog with
        // another number of partitions than its topic.
        if (causes.getLast().getClass() == StreamsException.class) {
            return Response.GIVE_UP;
        }
        return FailureClassifier.ofKafka(thrown) == Severity.FATAL ? Response.GIVE_UP : Response.REPLACE_THREAD;
    }
}
