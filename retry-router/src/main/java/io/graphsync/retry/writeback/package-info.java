/** Writes what became of events, and how far all of them have come, back to PostgreSQL. All of this module's JDBC is here. */
@NullMarked
package io.graphsync.retry.writeback;

import org.jspecify.annotations.NullMarked;
