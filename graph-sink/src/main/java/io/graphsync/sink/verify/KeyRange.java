package io.graphsync.sink.verify;

import java.util.Optional;

/**
 * Elements whose ids lie between two others, in the order of their text, which for UUIDs is that of PostgreSQL.
 *
 * @param after the last id before them; empty where they are the first
 * @param upTo the last id of them; empty where nothing comes after them
 */
record KeyRange(String after, Optional<String> upTo) {}
