/** What a server process of the stack shares: it takes its settings from its parent and ends with it. */
@NullMarked
package io.graphsync.stack.child;

import org.jspecify.annotations.NullMarked;
