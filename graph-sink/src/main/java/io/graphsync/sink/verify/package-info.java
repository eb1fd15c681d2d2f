/** The judge of the pipeline: does the graph equal the rows? */
@NullMarked
package io.graphsync.sink.verify;

import org.jspecify.annotations.NullMarked;
