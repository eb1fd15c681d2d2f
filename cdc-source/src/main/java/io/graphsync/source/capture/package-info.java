/** Everything of Debezium: the engine that reads the replication slot, and the way from its records to rows. */
@NullMarked
package io.graphsync.source.capture;

import org.jspecify.annotations.NullMarked;
