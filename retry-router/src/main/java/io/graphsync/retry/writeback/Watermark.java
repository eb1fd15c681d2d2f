package io.graphsync.retry.writeback;

import io.graphsync.outbox.progress.Heartbeat;

/**
 * How far all event partitions have come, by one partition of the retry topic.
 *
 * @param channel that partition
 * @param channels how many partitions the retry topic has
 * @param heartbeat the heartbeat that has passed everywhere
 */
record Watermark(int channel, int channels, Heartbeat heartbeat) {}
