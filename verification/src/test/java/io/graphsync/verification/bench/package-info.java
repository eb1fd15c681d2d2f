/** Times of short commands, beside those of other tools. */
@NullMarked
package io.graphsync.verification.bench;

import org.jspecify.annotations.NullMarked;
