@NullMarked
package io.graphsync.schema.cli;

import org.jspecify.annotations.NullMarked;
