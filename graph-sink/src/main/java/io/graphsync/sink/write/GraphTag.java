package io.graphsync.sink.write;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Names a graph in the client id of the consumers that write to it, so that one can tell from outside to which graph the sinks
 * of a group write. Pure.
 */
public final class GraphTag {
    private static final int CHARACTERS = 8;

    private GraphTag() {}

    /** Returns the client id of a consumer of this graph; no two are the same. */
    public static String clientId(String prefix, GraphSettings graph) {
        return prefix + mark(graph) + UUID.randomUUID().toString().substring(0, CHARACTERS);
    }

    /** Returns whether a consumer with this client id writes to this graph: its address and database are spelt the same. */
    public static boolean isOf(String clientId, GraphSettings graph) {
        return clientId.contains(mark(graph));
    }

    private static String mark(GraphSettings graph) {
        String address = graph.uri() + "/" + graph.database();
        return "-"
                + UUID.nameUUIDFromBytes(address.getBytes(StandardCharsets.UTF_8))
                        .toString()
                        .substring(0, CHARACTERS)
                + "-";
    }
}
