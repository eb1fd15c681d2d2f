/** Failures that a person can act on, with the exit code that each kind has. */
@NullMarked
package io.graphsync.schema.failure;

import org.jspecify.annotations.NullMarked;
