/** How the database is reached. */
@NullMarked
package io.graphsync.sink.database;

import org.jspecify.annotations.NullMarked;
