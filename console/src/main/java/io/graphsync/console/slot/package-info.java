/** The replication slot, shown, made and dropped by an operator. */
@NullMarked
package io.graphsync.console.slot;

import org.jspecify.annotations.NullMarked;
