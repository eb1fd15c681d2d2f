package io.graphsync.schema.target;

import io.graphsync.schema.progress.Cancellation;
import io.graphsync.schema.progress.Progress;
import io.graphsync.schema.secret.Variables;

/**
 * What every part of a run needs to know.
 *
 * @param toolVersion the version that is recorded with each applied file
 */
public record RunContext(
        RunLimits limits, Variables variables, Progress progress, Cancellation cancellation, String toolVersion) {

    /** Tells something, without any secret in it. */
    void say(String line) {
        progress.say(variables.redact(line));
    }
}
