/** How a command ends: exit codes, and failures that an operator can mend. */
@NullMarked
package io.graphsync.console.exit;

import org.jspecify.annotations.NullMarked;
