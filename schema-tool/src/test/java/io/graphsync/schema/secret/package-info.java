@NullMarked
package io.graphsync.schema.secret;

import org.jspecify.annotations.NullMarked;
