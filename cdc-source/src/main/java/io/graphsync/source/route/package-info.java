/** Where a row goes: to its event topic, or to the retry topic with the reason. */
@NullMarked
package io.graphsync.source.route;

import org.jspecify.annotations.NullMarked;
