/** Does what a plan says, and takes it back. */
@NullMarked
package io.graphsync.verification.chaos.inject;

import org.jspecify.annotations.NullMarked;
