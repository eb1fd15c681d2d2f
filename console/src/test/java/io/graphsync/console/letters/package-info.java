/** The commands about dead letters. */
@NullMarked
package io.graphsync.console.letters;

import org.jspecify.annotations.NullMarked;
