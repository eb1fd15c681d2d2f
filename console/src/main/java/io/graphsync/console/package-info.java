/** The operator's command line: its root command, and what its commands share. */
@NullMarked
package io.graphsync.console;

import org.jspecify.annotations.NullMarked;
