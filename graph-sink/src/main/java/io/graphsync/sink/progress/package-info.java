/** How far the sink has come: the heartbeats that passed its partitions, and the word on them in the retry topic. */
@NullMarked
package io.graphsync.sink.progress;

import org.jspecify.annotations.NullMarked;
