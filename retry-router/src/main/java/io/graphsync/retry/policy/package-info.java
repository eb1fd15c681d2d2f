/** What becomes of an event that failed: pure decisions, without a clock, I/O or Kafka. */
@NullMarked
package io.graphsync.retry.policy;

import org.jspecify.annotations.NullMarked;
