/** The Kafka Streams topology that holds failed events until they are due, and the loop that keeps it running. */
@NullMarked
package io.graphsync.retry.topology;

import org.jspecify.annotations.NullMarked;
