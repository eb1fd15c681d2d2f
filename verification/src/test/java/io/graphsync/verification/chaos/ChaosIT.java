package io.graphsync.verification.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.verification.chaos.workload.WorkloadSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The short run that belongs to every build; {@code verification/chaos} makes longer ones. */
class ChaosIT {
    private static final Logger LOG = LoggerFactory.getLogger(ChaosIT.class);
    private static final long SEED = Long.getLong("graphsync.chaos.seed", 1);

    @Test
    @Timeout(value = 8, unit = TimeUnit.MINUTES)
    void whatever_is_killed_stopped_cut_or_full_nothing_is_lost_and_nothing_wrong() throws Exception {
        Path home = Files.createDirectories(Path.of("target", "chaos")).toAbsolutePath();
        Path directory = Files.createTempDirectory(home, "ChaosIT-seed-" + SEED + "-");
        ChaosSettings settings = new ChaosSettings(
                SEED,
                Duration.ofMinutes(2),
                Duration.ofMillis(3_500),
                2,
                2,
                1,
                new WorkloadSettings(3, 80, 3_000, Duration.ofSeconds(20)),
                Duration.ofMinutes(2));

        try (ChaosRun run = ChaosRun.open(settings, Optional.empty(), directory, LOG::info)) {
            ChaosReport report = run.run();

            LOG.info(ReportRenderer.text(report));
            assertThat(report.verdict().findings())
                    .as("again: verification/chaos --replay " + directory.resolve("journal.jsonl"))
                    .isEmpty();
            assertThat(report.isPassed()).as("%s", report).isTrue();
        }
    }
}
