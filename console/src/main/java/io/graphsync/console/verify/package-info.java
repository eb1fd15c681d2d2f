/** {@code graphsync verify}: whether the graph equals the rows. */
@NullMarked
package io.graphsync.console.verify;

import org.jspecify.annotations.NullMarked;
