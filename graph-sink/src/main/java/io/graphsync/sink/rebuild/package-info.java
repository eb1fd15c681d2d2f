/** Fills a graph anew, from the topics or from the rows, while traffic goes on. */
@NullMarked
package io.graphsync.sink.rebuild;

import org.jspecify.annotations.NullMarked;
