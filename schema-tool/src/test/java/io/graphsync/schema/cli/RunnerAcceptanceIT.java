package io.graphsync.schema.cli;

import java.time.Duration;

/** As short as every build can bear. */
class RunnerAcceptanceIT extends RunnerAcceptance {
    RunnerAcceptanceIT() {
        super(4, 8, 3, Duration.ofSeconds(16));
    }
}
