package io.graphsync.sink.consume;

import io.graphsync.sink.mapping.MappedEvent;
import java.time.Duration;
import java.util.List;

/** Is told what the sink does, for metrics. Called by several threads. */
public interface SinkObserver {
    /**
     * A transaction was committed.
     *
     * @param applied the events that changed the graph
     * @param records how many events it held
     */
    void committed(List<MappedEvent> applied, int records, Duration took);

    /**
     * A batch is done: its events are in the graph, or the retry topic has them.
     *
     * @param applied changed the graph
     * @param superseded were older than what the graph holds, or repeated
     * @param retried went to the retry topic because a later attempt may succeed
     * @param deadLettered went to the retry topic from where they become dead letters
     */
    void settled(int applied, int superseded, int retried, int deadLettered);

    /** A transaction lost a race for locks and is run again. */
    void deadlock();

    /** So many writers may work at the same time now. */
    void writers(int most);

    /** So many bytes of events are in memory now, those that are being written included. */
    void buffered(long bytes);

    /** So many tombstones were removed. */
    void purged(int tombstones);
}
