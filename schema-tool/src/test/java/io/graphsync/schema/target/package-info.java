@NullMarked
package io.graphsync.schema.target;

import org.jspecify.annotations.NullMarked;
