/** How far events have come: heartbeats, the partitions that they passed, and the outcomes of retried events. */
@NullMarked
package io.graphsync.outbox.progress;

import org.jspecify.annotations.NullMarked;
