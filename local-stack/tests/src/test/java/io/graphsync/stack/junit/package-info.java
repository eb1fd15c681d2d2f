@NullMarked
package io.graphsync.stack.junit;

import org.jspecify.annotations.NullMarked;
