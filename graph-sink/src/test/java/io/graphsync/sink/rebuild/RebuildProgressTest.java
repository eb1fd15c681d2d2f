package io.graphsync.sink.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class RebuildProgressTest {
    private static final ObjectNode NOTHING = JsonNodeFactory.instance.objectNode();

    @Test
    void how_long_it_takes_is_told_while_it_runs() {
        RebuildProgress progress = halfRead();

        assertThat(progress.line()).startsWith("events 50 % (500 of 1,000)").contains(" left, running");
        assertThat(progress.toJson().has("eta_s")).isTrue();
    }

    @Test
    void nobody_knows_how_long_it_takes_while_a_server_is_away() {
        RebuildProgress progress = halfRead();
        progress.waitingFor("postgresql");

        assertThat(progress.line()).doesNotContain(" left").endsWith(", waiting(postgresql)");
        assertThat(progress.toJson().has("eta_s")).isFalse();
    }

    private static RebuildProgress halfRead() {
        RebuildProgress progress = new RebuildProgress(1_000, NOTHING);
        progress.add(new Window<>("events", List.of(), List.of(), 500, NOTHING));
        return progress;
    }
}
