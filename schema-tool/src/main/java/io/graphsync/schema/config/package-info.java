/** The tool's configuration, read from the environment. */
@NullMarked
package io.graphsync.schema.config;

import org.jspecify.annotations.NullMarked;
