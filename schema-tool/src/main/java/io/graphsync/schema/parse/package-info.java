/** Grammars: everything that reads SQL or Cypher text; parser libraries stay here. */
@NullMarked
package io.graphsync.schema.parse;

import org.jspecify.annotations.NullMarked;
