/** What the source counts and measures. */
@NullMarked
package io.graphsync.source.metrics;

import org.jspecify.annotations.NullMarked;
