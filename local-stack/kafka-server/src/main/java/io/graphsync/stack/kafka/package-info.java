/** The Kafka node of the stack, a process of its own. */
@NullMarked
package io.graphsync.stack.kafka;

import org.jspecify.annotations.NullMarked;
