/** What is told while a run goes on, and how a run is stopped. */
@NullMarked
package io.graphsync.schema.progress;

import org.jspecify.annotations.NullMarked;
