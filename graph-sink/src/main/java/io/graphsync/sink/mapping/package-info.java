/** From a record to a row: the Cypher file of each event type, and the values that it is run with. Pure. */
@NullMarked
package io.graphsync.sink.mapping;

import org.jspecify.annotations.NullMarked;
