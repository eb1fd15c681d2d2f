/** Loses a graph in every way that operators fear, and has it back: {@code verification/rebuild-drill}. */
@NullMarked
package io.graphsync.verification.drill;

import org.jspecify.annotations.NullMarked;
