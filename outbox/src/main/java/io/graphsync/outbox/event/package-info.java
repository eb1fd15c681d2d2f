/** One event: the record, its headers on the wire, its validated payload, and what is said of it when it fails. */
@NullMarked
package io.graphsync.outbox.event;

import org.jspecify.annotations.NullMarked;
