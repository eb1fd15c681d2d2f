@NullMarked
package io.graphsync.schema.file;

import org.jspecify.annotations.NullMarked;
