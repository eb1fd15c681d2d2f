/** What an application embeds: events, messages and the user context, written inside its own transaction. */
@NullMarked
package io.graphsync.outbox.writer;

import org.jspecify.annotations.NullMarked;
