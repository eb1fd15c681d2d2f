package io.graphsync.schema.cli;

import java.time.Duration;
import org.junit.jupiter.api.Tag;

/** As long as the promise is worth: {@code mvn -Plong verify -pl schema-tool}. */
@Tag("long")
class RunnerAcceptanceLongIT extends RunnerAcceptance {
    RunnerAcceptanceLongIT() {
        super(20, 50, 50, Duration.ofSeconds(60));
    }
}
