package io.graphsync.schema.cli;

import java.time.Duration;

/** As short as every build can bear. */
class RunnerAcceptanceIT extends RunnerAcceptance {
    RunnerAcceptanceIT() {
        super(2, 3, 1, Duration.ofSeconds(16));
    }
}
