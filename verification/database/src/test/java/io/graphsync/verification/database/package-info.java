/** PostgreSQL of one test, as the packaged migrations make it. */
@NullMarked
package io.graphsync.verification.database;

import org.jspecify.annotations.NullMarked;
