package io.graphsync.sink.write;

import java.util.Collection;
import java.util.Map;

/**
 * The parameter of all statements of the sink: {@code $batch.rows}. The rows stand in a map because Neo4j plans a
 * statement anew for each magnitude of a list parameter's size (0, 1, 10, 100, ...), but once for all maps. Planning
 * costs up to a second on a server that has just started, and 50 to 100 ms later; see docs/adr/0006.
 */
final class RowsParameter {
    private RowsParameter() {}

    static Map<String, Object> of(Collection<?> rows) {
        return Map.of("batch", Map.of("rows", rows));
    }
}
