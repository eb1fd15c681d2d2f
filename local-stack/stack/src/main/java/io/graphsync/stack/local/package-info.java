/** The stack as child processes of this JVM: started side by side, watched, and gone when it is gone. */
@NullMarked
package io.graphsync.stack.local;

import org.jspecify.annotations.NullMarked;
