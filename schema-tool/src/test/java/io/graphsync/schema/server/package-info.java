/** Servers beside those of the local stack. */
@NullMarked
package io.graphsync.schema.server;

import org.jspecify.annotations.NullMarked;
