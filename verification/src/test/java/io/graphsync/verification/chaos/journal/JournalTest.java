package io.graphsync.verification.chaos.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphsync.verification.chaos.plan.App;
import io.graphsync.verification.chaos.plan.Fault;
import io.graphsync.verification.chaos.plan.FaultPlanner;
import io.graphsync.verification.chaos.plan.PlanSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    @TempDir
    private Path directory = Path.of(".");

    @Test
    void a_plan_is_read_back_as_it_was_written() throws IOException {
        Path file = directory.resolve("journal.jsonl");
        List<Fault> plan = FaultPlanner.plan(
                7, new PlanSettings(App.cast(2, 2, 1), Duration.ofMinutes(5), Duration.ofSeconds(3), true, Set.of()));
        List<String> said = new ArrayList<>();

        try (Journal journal = Journal.open(file, said::add)) {
            journal.run(Map.of("seed", "7"));
            plan.forEach(journal::planned);
            journal.begun(plan.getFirst(), "source-a");
            journal.ended(plan.getFirst());
            journal.recovered(1, Duration.ofMillis(1_500), true);
            journal.note("something else");
        }

        JournalReader.Recorded recorded = JournalReader.read(file);
        assertThat(recorded.plan()).isEqualTo(plan);
        assertThat(recorded.settings()).containsEntry("seed", "7");
        assertThat(said).hasSize(2).anyMatch(line -> line.contains("source-a"));
        assertThat(Files.readString(file)).contains("\"after_ms\":1500");
    }

    @Test
    void another_file_is_refused() throws IOException {
        Path file = Files.writeString(directory.resolve("other.jsonl"), "{\"event\":\"else\"}\n");

        assertThatThrownBy(() -> JournalReader.read(file)).isInstanceOf(IOException.class);
    }
}
