@NullMarked
package io.graphsync.schema.config;

import org.jspecify.annotations.NullMarked;
