@NullMarked
package io.graphsync.stack.local;

import org.jspecify.annotations.NullMarked;
