/** Whether everything that was written is where it belongs, when nothing is broken any more. */
@NullMarked
package io.graphsync.verification.chaos.judge;

import org.jspecify.annotations.NullMarked;
