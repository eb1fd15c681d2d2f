/** What tells an orchestrator whether a process is alive and ready. */
@NullMarked
package io.graphsync.console.health;

import org.jspecify.annotations.NullMarked;
