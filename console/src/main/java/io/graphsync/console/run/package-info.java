/** The parts of the pipeline against real servers. */
@NullMarked
package io.graphsync.console.run;

import org.jspecify.annotations.NullMarked;
