package io.graphsync.outbox.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphsync.outbox.event.InvalidEventException;
import org.junit.jupiter.api.Test;

class UpcastTest {
    private static final String FILE = """
            {"event_type": "file_upsert", "topic": "file", "identity": ["file_id"], "region": "file_id",
             "payload": {"file_id": {"type": "string"}, "name": {"type": "string"}, "size": {"type": "number"}},
             "upcasts": [
               {"from": 1, "rename": {"file_name": "name"}, "remove": ["owner"]},
               {"from": 2, "default": {"size": 0}}
             ]}
            """;

    private final EventType type = EventTypeReader.read(FILE, "file_upsert.json");

    @Test
    void every_version_that_was_ever_written_says_the_same_today() throws Exception {
        assertThat(type.version()).isEqualTo(3);

        Payload today = type.validate("{\"file_id\": \"f\", \"name\": \"n\", \"size\": 0}", 3);

        assertThat(type.validate("{\"file_id\": \"f\", \"file_name\": \"n\", \"owner\": 7, \"size\": 0}", 1))
                .isEqualTo(today);
        assertThat(type.validate("{\"file_id\": \"f\", \"file_name\": \"n\"}", 1))
                .isEqualTo(today);
        assertThat(type.validate("{\"file_id\": \"f\", \"name\": \"n\"}", 2)).isEqualTo(today);
    }

    @Test
    void a_default_fills_in_only_what_is_not_there() throws Exception {
        assertThat(type.validate("{\"file_id\": \"f\", \"name\": \"n\", \"size\": 5}", 2)
                        .text("size"))
                .isEqualTo("5");
    }

    @Test
    void a_version_from_the_future_names_the_file_to_bring() {
        assertThatThrownBy(() -> type.validate("{\"file_id\": \"f\", \"name\": \"n\", \"size\": 0}", 4))
                .isInstanceOf(InvalidEventException.class)
                .hasMessageContaining("is 4, but version 3 of file_upsert is the newest that is known here")
                .hasMessageContaining("bring the newer file_upsert.json");
    }

    @Test
    void upcasts_leave_no_version_out() {
        assertThatThrownBy(() -> EventTypeReader.read(FILE.replace("\"from\": 2", "\"from\": 3"), "file_upsert.json"))
                .hasMessageContaining(
                        "file_upsert.json: upcasts must begin with version 1 and leave none out: found 3");
    }
}
