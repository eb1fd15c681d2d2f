@NullMarked
package io.graphsync.stack;

import org.jspecify.annotations.NullMarked;
