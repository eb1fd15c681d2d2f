/** What a failure means: wait, or give up. */
@NullMarked
package io.graphsync.source.failure;

import org.jspecify.annotations.NullMarked;
