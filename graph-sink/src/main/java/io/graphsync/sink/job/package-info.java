/** Long work that outlives its process: what is kept of it in PostgreSQL, and that one process at a time does it. */
@NullMarked
package io.graphsync.sink.job;

import org.jspecify.annotations.NullMarked;
