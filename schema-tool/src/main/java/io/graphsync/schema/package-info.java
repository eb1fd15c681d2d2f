/** The schema tool: plans and applies the migrations of PostgreSQL and Neo4j. */
@NullMarked
package io.graphsync.schema;

import org.jspecify.annotations.NullMarked;
