package io.graphsync.console.demo;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the operator asked of the demo.
 *
 * @param events how many changes to write before the summary, empty for no summary
 * @param exit whether the demo ends with the summary
 * @param rate changes a second while it runs on
 * @param seed chooses the sample traffic
 * @param keep where data is kept, empty for nowhere
 * @param json whether data is printed as JSON
 */
record DemoOptions(Optional<Integer> events, boolean exit, int rate, long seed, Optional<Path> keep, boolean json) {}
