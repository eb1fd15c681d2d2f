/** What the integration tests play on: topics, the outbox, routers in this process and in others. */
@NullMarked
package io.graphsync.retry.stage;

import org.jspecify.annotations.NullMarked;
