/** Takes a user's data out of the outbox, the topics and the dead letters, after PostgreSQL has deleted its rows. */
@NullMarked
package io.graphsync.retry.erasure;

import org.jspecify.annotations.NullMarked;
