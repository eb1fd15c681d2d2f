@NullMarked
package io.graphsync.console.slot;

import org.jspecify.annotations.NullMarked;
