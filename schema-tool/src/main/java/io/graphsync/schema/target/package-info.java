/** The two stores: addresses, sessions, histories, locks and runners; JDBC and the Neo4j driver stay here. */
@NullMarked
package io.graphsync.schema.target;

import org.jspecify.annotations.NullMarked;
