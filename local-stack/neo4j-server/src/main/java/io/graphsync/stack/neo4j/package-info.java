/** The Neo4j server of the stack, a process of its own. */
@NullMarked
package io.graphsync.stack.neo4j;

import org.jspecify.annotations.NullMarked;
