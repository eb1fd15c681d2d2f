package io.graphsync.sink.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.outbox.event.EventHeaders;
import io.graphsync.sink.mapping.EventMapper.Mapping;
import io.graphsync.sink.model.BuiltInTypes;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a text may hold. */
class EventMapperTest {
    private static final String ID = "0f9a3f60-7a57-4a0e-9d1a-0c8f4f5a9b11";
    private static final Map<String, String> HEADERS = Map.of(
            EventHeaders.ID, ID,
            EventHeaders.TYPE, "conversation_upsert",
            EventHeaders.ENTITY_ID, ID,
            EventHeaders.SEQ, "7",
            EventHeaders.SCHEMA_VERSION, "1",
            EventHeaders.COMMITTED_AT, "2026-11-30T08:28:37.353836Z");

    private final EventMapper mapper = BuiltInTypes.MAPPER;

    @Test
    void bytes_that_are_no_text_are_refused() {
        byte[] value = conversation("Title").getBytes(StandardCharsets.UTF_8);
        value[value.length / 2] = (byte) 0xC3;

        assertThat(mapper.map(HEADERS, value))
                .isInstanceOfSatisfying(
                        Mapping.Rejected.class,
                        rejected -> assertThat(rejected.message()).contains("payload", "is not UTF-8"));
    }

    @Test
    void the_replacement_character_is_a_character() {
        assertThat(title("Caf\uFFFD 😀")).isEqualTo("Caf\uFFFD 😀");
    }

    @Test
    void half_a_character_is_refused() {
        assertThat(mapper.map(HEADERS, conversation("\\ud83d").getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(
                        Mapping.Rejected.class,
                        rejected -> assertThat(rejected.message()).contains("title", "unpaired surrogate"));
        assertThat(title("\\ud83d\\ude00")).isEqualTo("😀");
    }

    private String title(String title) {
        Mapping mapping = mapper.map(HEADERS, conversation(title).getBytes(StandardCharsets.UTF_8));
        assertThat(mapping).isInstanceOf(Mapping.Mapped.class);
        return String.valueOf(((Mapping.Mapped) mapping).event().row().get("title"));
    }

    private static String conversation(String title) {
        return """
                {"conversation_id": "%s", "user_id": null, "title": "%s", "updated_at": "2026-11-30T08:28:37Z"}""".formatted(ID, title);
    }
}
