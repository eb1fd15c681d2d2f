/** PostgreSQL's write-ahead log to Kafka: the app, its configuration, and the loop that keeps it going. */
@NullMarked
package io.graphsync.source;

import org.jspecify.annotations.NullMarked;
