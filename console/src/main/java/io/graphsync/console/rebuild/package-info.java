/** {@code graphsync rebuild}: fills a graph anew. */
@NullMarked
package io.graphsync.console.rebuild;

import org.jspecify.annotations.NullMarked;
