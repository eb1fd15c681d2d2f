package io.graphsync.schema.target;

import java.time.Duration;

/**
 * What applying one file came to.
 *
 * @param statements how many statements were run now
 */
public record FileResult(int statements, Duration duration) {}
