/** What a failure of Kafka or PostgreSQL calls for, and the lines that a wait for them writes. */
@NullMarked
package io.graphsync.retry.outage;

import org.jspecify.annotations.NullMarked;
