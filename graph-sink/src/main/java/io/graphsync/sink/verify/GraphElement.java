package io.graphsync.sink.verify;

import java.util.Optional;

/**
 * An element as the graph has it.
 *
 * @param state what is compared
 * @param seq its version; empty for what no event has made
 */
record GraphElement(ElementState state, Optional<Long> seq) {}
