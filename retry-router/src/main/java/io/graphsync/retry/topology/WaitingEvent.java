package io.graphsync.retry.topology;

import java.util.UUID;
import org.apache.kafka.common.header.Headers;

/**
 * A failed event that rests until it is delivered again.
 *
 * @param due when, in milliseconds since the epoch
 * @param attempts failed deliveries so far
 * @param headers those of the event and of its failure, as they came
 * @param payload the record's value; must not be changed
 */
@SuppressWarnings("ArrayRecordComponent") // The payload passes through unread: a copy or a wrapper would buy nothing.
record WaitingEvent(UUID id, long due, int attempts, Headers headers, byte[] payload) {}
