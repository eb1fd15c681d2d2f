/** What would be run, and why: decided from files and histories, without any I/O. */
@NullMarked
package io.graphsync.schema.plan;

import org.jspecify.annotations.NullMarked;
