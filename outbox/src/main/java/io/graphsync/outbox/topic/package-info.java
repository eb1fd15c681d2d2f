/** The topics of a pipeline: their names and how each is kept. */
@NullMarked
package io.graphsync.outbox.topic;

import org.jspecify.annotations.NullMarked;
