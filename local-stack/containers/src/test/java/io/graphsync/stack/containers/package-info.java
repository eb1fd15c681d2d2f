@NullMarked
package io.graphsync.stack.containers;

import org.jspecify.annotations.NullMarked;
