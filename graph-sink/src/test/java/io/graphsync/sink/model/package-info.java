/** What the tests hold the sink against: random histories, and the graph that they must give, in plain Java. */
@NullMarked
package io.graphsync.sink.model;

import org.jspecify.annotations.NullMarked;
