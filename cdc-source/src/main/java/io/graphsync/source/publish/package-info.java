/** Hands records to Kafka and returns when the broker has them. */
@NullMarked
package io.graphsync.source.publish;

import org.jspecify.annotations.NullMarked;
