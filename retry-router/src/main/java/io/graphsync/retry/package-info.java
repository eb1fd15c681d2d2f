/** The retry router: redelivers failed events at their due time, and keeps those that no retry can mend. */
@NullMarked
package io.graphsync.retry;

import org.jspecify.annotations.NullMarked;
