package io.graphsync.sink.consume;

import io.graphsync.sink.write.GraphProbe;
import io.graphsync.sink.write.GraphWriter;
import io.graphsync.sink.write.TombstonePurge;

/**
 * What the sink does with the graph.
 *
 * @param gate lets it begin
 * @param writer writes events
 * @param probe tells whether Neo4j takes writes
 * @param tombstones removes old tombstones
 */
public record SinkGraph(GraphGate gate, GraphWriter writer, GraphProbe probe, TombstonePurge tombstones) {}
