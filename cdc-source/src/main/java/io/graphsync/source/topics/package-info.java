/** Creates the pipeline's topics. */
@NullMarked
package io.graphsync.source.topics;

import org.jspecify.annotations.NullMarked;
