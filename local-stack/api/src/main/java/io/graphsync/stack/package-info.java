/** A running PostgreSQL, Kafka and Neo4j for tests and demonstrations, whatever provides them. */
@NullMarked
package io.graphsync.stack;

import org.jspecify.annotations.NullMarked;
