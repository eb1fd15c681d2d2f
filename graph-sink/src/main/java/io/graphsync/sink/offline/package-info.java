/** Files for {@code neo4j-admin database import}: the whole graph as the events give it, without a graph. */
@NullMarked
package io.graphsync.sink.offline;

import org.jspecify.annotations.NullMarked;
