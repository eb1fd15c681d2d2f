/** The end of tombstones that are older than any event that could still come late. */
@NullMarked
package io.graphsync.sink.purge;

import org.jspecify.annotations.NullMarked;
