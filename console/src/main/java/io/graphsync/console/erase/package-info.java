/** {@code graphsync erase}: what is kept of a user, and how it is taken away. */
@NullMarked
package io.graphsync.console.erase;

import org.jspecify.annotations.NullMarked;
