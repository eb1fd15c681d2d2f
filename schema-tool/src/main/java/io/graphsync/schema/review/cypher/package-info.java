/** The rules of Neo4j, by the parse tree alone. */
@NullMarked
package io.graphsync.schema.review.cypher;

import org.jspecify.annotations.NullMarked;
