/** Mirrors the set of open dead letters into the rows of {@code graph_outbox}. All of this module's JDBC is here. */
@NullMarked
package io.graphsync.retry.writeback;

import org.jspecify.annotations.NullMarked;
