package io.graphsync.retry.erasure;

/**
 * One key in one partition: compaction keeps the newest record of each.
 *
 * @param topic the topic's full name
 */
record EventKey(String topic, int partition, String key) {}
