/** Values that enter statements from outside, and never leave in any text. */
@NullMarked
package io.graphsync.schema.secret;

import org.jspecify.annotations.NullMarked;
