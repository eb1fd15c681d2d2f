/** The sink as a program: its configuration, its metrics and the wiring of its parts. */
@NullMarked
package io.graphsync.sink;

import org.jspecify.annotations.NullMarked;
