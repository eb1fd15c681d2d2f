/** What applications write while everything breaks. */
@NullMarked
package io.graphsync.verification.chaos.workload;

import org.jspecify.annotations.NullMarked;
