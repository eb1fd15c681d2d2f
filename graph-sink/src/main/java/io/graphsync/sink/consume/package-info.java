/** From the topics to the writers and back to the offsets: polling, batching, isolating what fails. */
@NullMarked
package io.graphsync.sink.consume;

import org.jspecify.annotations.NullMarked;
