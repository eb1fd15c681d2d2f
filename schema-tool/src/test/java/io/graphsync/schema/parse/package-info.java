@NullMarked
package io.graphsync.schema.parse;

import org.jspecify.annotations.NullMarked;
