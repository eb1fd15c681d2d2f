package io.graphsync.sink.consume;

import io.graphsync.sink.mapping.MappedEvent;
import java.time.Duration;
import java.util.List;

/** Is told what the sink does, for metrics. Called by several threads. */
public interface SinkObserver {
    /** A transaction of so many records was committed after this time. */
    void committed(int records, Duration took);

    /** These events changed the graph. */
    void applied(List<MappedEvent> events);

    /** So many events were older than what the graph holds, or repeated. */
    void superseded(int events);

    /** So many events went to the retry topic because a later attempt may succeed. */
    void retried(int events);

    /** So many events went to the retry topic from where they become dead letters. */
    void deadLettered(int events);

    /** A transaction lost a race for locks and is run again. */
    void deadlock();
}
