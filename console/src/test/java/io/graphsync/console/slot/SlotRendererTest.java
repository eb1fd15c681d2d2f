package io.graphsync.console.slot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.graphsync.console.terminal.Output;
import io.graphsync.source.database.SlotFacts;
import io.graphsync.source.database.SlotState;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SlotRendererTest {
    private final SlotRenderer text = new SlotRenderer(Output.TEXT);
    private final SlotRenderer json = new SlotRenderer(Output.JSON);

    @Test
    void an_active_slot_shows_what_it_holds_back_and_of_how_much() {
        String shown = text.show("graphsync", new SlotState.Busy(facts(Optional.of(71), "reserved", "")));

        assertThat(shown.lines())
                .contains(
                        "slot        graphsync",
                        "state       active",
                        "active      yes, server process 71",
                        "wal_status  reserved",
                        "retained    18.0 MB, 9 % of the 200.0 MB limit",
                        "confirmed   0/16B3748",
                        "lag         512 bytes");
    }

    @Test
    void a_lost_slot_names_the_cause_and_the_command_that_recovers() {
        String shown = text.show("graphsync", new SlotState.Lost(facts(Optional.empty(), "lost", "wal_removed")));

        assertThat(shown)
                .contains("max_slot_wal_keep_size = 200 MB", "wal_status  lost, invalidation_reason wal_removed")
                .endsWith("next: ./graphsync slot create --reread");
    }

    @Test
    void json_has_a_format_and_a_field_for_each_fact() throws Exception {
        JsonNode shown = new ObjectMapper()
                .readTree(json.show("graphsync", new SlotState.Lost(facts(Optional.empty(), "lost", "idle_timeout"))));

        assertThat(shown.get("format").asText()).isEqualTo("graphsync.slot.show/1");
        assertThat(shown.get("state").asText()).isEqualTo("lost");
        assertThat(shown.get("active").asBoolean()).isFalse();
        assertThat(shown.get("invalidation_reason").asText()).isEqualTo("idle_timeout");
        assertThat(shown.get("limit_bytes").asLong()).isEqualTo(200L << 20);
        assertThat(shown.get("next").asText()).isEqualTo("./graphsync slot create --reread");
    }

    @Test
    void a_dry_run_says_how_to_mean_it() {
        SlotState found = new SlotState.Usable(facts(Optional.empty(), "reserved", ""));

        assertThat(text.dropped("graphsync", found, false))
                .startsWith("dry run: would drop the slot graphsync, which holds back 18.0 MB")
                .endsWith("next: ./graphsync slot drop --execute");
        assertThat(text.dropped("graphsync", found, true)).startsWith("dropped the slot graphsync");
        assertThat(text.dropped("graphsync", new SlotState.Absent(), true)).contains("nothing to drop");
    }

    private static SlotFacts facts(Optional<Integer> pid, String walStatus, String invalidation) {
        return new SlotFacts(
                "graphsync",
                "pgoutput",
                "app",
                true,
                pid,
                walStatus,
                invalidation,
                18L << 20,
                OptionalLong.of(200L << 20),
                "0/16B3748",
                512);
    }
}
