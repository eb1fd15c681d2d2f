/** Servers that are away: who says so, who waits, and who finds out that they are back. */
@NullMarked
package io.graphsync.sink.outage;

import org.jspecify.annotations.NullMarked;
