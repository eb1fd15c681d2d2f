/** What the source asks of PostgreSQL over SQL: readiness, the lease, the slot, and rows older than the slot. */
@NullMarked
package io.graphsync.source.database;

import org.jspecify.annotations.NullMarked;
