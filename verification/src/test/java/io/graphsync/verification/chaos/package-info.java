/** Runs the pipeline's real processes against real servers, breaks both, and judges what is left. */
@NullMarked
package io.graphsync.verification.chaos;

import org.jspecify.annotations.NullMarked;
