@NullMarked
package io.graphsync.schema.plan;

import org.jspecify.annotations.NullMarked;
