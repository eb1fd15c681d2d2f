/** The whole pipeline on real servers: a change in PostgreSQL, judged in Neo4j. */
@NullMarked
package io.graphsync.verification.endtoend;

import org.jspecify.annotations.NullMarked;
