package io.graphsync.source.route;

/** One inserted row that the source has read, in the order of the write-ahead log. */
public sealed interface Captured permits OutboxRow, BeatRow {}
