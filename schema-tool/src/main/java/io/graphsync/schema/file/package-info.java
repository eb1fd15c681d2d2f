/** Migration files: where they come from, how they are named, what their directives say. */
@NullMarked
package io.graphsync.schema.file;

import org.jspecify.annotations.NullMarked;
