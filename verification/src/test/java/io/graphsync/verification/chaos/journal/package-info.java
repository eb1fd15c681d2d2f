/** What was planned, and what happened when, so that a run can be repeated. */
@NullMarked
package io.graphsync.verification.chaos.journal;

import org.jspecify.annotations.NullMarked;
