/** What an event type is: its topic, its identity, its region and the fields of its payload. */
@NullMarked
package io.graphsync.outbox.type;

import org.jspecify.annotations.NullMarked;
