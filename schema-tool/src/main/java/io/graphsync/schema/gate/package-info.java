/** Who may apply what: approvals of exactly one plan. */
@NullMarked
package io.graphsync.schema.gate;

import org.jspecify.annotations.NullMarked;
