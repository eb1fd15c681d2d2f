/** What commands share at the edge: forms of output, progress, Ctrl-C, and who asks. */
@NullMarked
package io.graphsync.console.terminal;

import org.jspecify.annotations.NullMarked;
