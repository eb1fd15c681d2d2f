/** What a failure means and how long to wait after it. Pure. */
@NullMarked
package io.graphsync.sink.failure;

import org.jspecify.annotations.NullMarked;
