/** The servers, the links and the processes of a run, and what can be done to each. */
@NullMarked
package io.graphsync.verification.chaos.stage;

import org.jspecify.annotations.NullMarked;
