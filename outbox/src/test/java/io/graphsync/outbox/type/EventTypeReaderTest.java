package io.graphsync.outbox.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventTypeReaderTest {
    private static final String ORDER = """
            {"event_type": "order_upsert", "topic": "order", "identity": ["order_id"], "region": "order_id",
             "payload": {"order_id": {"type": "uuid"}, "total": {"type": "number", "presence": "optional"}}}
            """;

    @TempDir
    Path directory;

    @Test
    void the_built_in_types_are_those_of_the_contract() {
        assertThat(EventTypeReader.builtIn().types())
                .extracting(EventType::name)
                .containsExactlyElementsOf(EventTypeReader.BUILT_IN);
        assertThat(EventTypeReader.builtIn().topics()).containsExactly("conversation", "feedback", "message");
    }

    @Test
    void a_directory_adds_types_to_the_built_in_ones() throws IOException {
        Files.writeString(directory.resolve("order_upsert.json"), ORDER);
        Files.writeString(directory.resolve("order_upsert.cypher"), "not looked at here");

        EventCatalog catalog = EventTypeReader.withDirectory(directory);

        assertThat(catalog.find("order_upsert")).isPresent();
        assertThat(catalog.find("message_upsert")).isPresent();
    }

    @Test
    void a_wrong_file_is_named_with_what_is_wrong() throws IOException {
        Path file = Files.writeString(directory.resolve("order_upsert.json"), ORDER.replace("\"uuid\"", "\"guid\""));

        assertThatThrownBy(() -> EventTypeReader.withDirectory(directory))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("'guid' is not a kind; use one of [string, uuid, timestamp, number, boolean]");
    }

    @Test
    void a_misspelt_key_and_a_missing_key_are_errors() {
        assertThatThrownBy(() ->
                        EventTypeReader.read(ORDER.replace("\"region\"", "\"nick\": 1, \"region\""), "order.json"))
                .hasMessageContaining("order.json")
                .hasMessageContaining("nick");
        assertThatThrownBy(() -> EventTypeReader.read("{}", "order.json")).hasMessageContaining("event_type");
    }

    @Test
    void a_file_is_named_after_its_type_and_no_type_is_defined_twice() throws IOException {
        Files.writeString(directory.resolve("orders.json"), ORDER);
        assertThatThrownBy(() -> EventTypeReader.withDirectory(directory))
                .hasMessageContaining("must be named order_upsert.json");

        Files.delete(directory.resolve("orders.json"));
        Files.writeString(directory.resolve("feedback.json"), ORDER.replace("order_upsert", "feedback"));
        assertThatThrownBy(() -> EventTypeReader.withDirectory(directory))
                .hasMessage("two event types are named feedback");
    }
}
