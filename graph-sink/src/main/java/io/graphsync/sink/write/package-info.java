/** Everything that talks to Neo4j; the driver is used nowhere else. */
@NullMarked
package io.graphsync.sink.write;

import org.jspecify.annotations.NullMarked;
