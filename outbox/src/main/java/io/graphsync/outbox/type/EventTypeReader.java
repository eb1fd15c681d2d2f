package io.graphsync.outbox.type;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads event types from JSON files: the built-in ones from this module's resources, an operator's from a directory.
 * Each file is named after the type it defines.
 */
public final class EventTypeReader {
    /** Names of the types that every pipeline knows. */
    public static final List<String> BUILT_IN = List.of(
            "conversation_upsert",
            "conversation_delete",
            "message_upsert",
            "message_delete",
            "feedback",
            "feedback_delete");

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final int DEFAULT_MAX_LENGTH = 1 << 20;

    private EventTypeReader() {}

    /** Returns the built-in types. */
    public static EventCatalog builtIn() {
        return EventCatalog.of(builtInTypes());
    }

    /**
     * Returns the built-in types and those of a directory.
     *
     * @param directory holds one {@code NAME.json} for each further type; other files are not looked at
     * @throws IllegalArgumentException naming the file and what is wrong in it, or a type that is defined twice
     * @throws UncheckedIOException if the directory can't be read
     */
    public static EventCatalog withDirectory(Path directory) {
        List<EventType> types = new ArrayList<>(builtInTypes());
        try (Stream<Path> files = Files.list(directory)) {
            files.filter(file -> file.getFileName().toString().endsWith(".json"))
                    .sorted()
                    .forEach(file -> types.add(readFile(file)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the directory of event types " + directory, e);
        }
        return EventCatalog.of(types);
    }

    /**
     * Reads one type.
     *
     * @param origin what to call the text in an error
     * @throws IllegalArgumentException naming the origin and what is wrong
     */
    public static EventType read(String json, String origin) {
        try {
            return JSON.readValue(json, TypeFile.class).toType();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(origin + ": " + e.getOriginalMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(origin + ": " + e.getMessage(), e);
        }
    }

    private static EventType readFile(Path file) {
        try {
            EventType type = read(Files.readString(file), file.toString());
            String expected = file.getFileName().toString().replaceFirst("\\.json$", "");
            if (!type.name().equals(expected)) {
                throw new IllegalArgumentException(file + ": defines the event type " + type.name()
                        + ", so it must be named " + type.name() + ".json");
            }
            return type;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static List<EventType> builtInTypes() {
        return BUILT_IN.stream().map(EventTypeReader::readResource).toList();
    }

    private static EventType readResource(String name) {
        String resource = "/io/graphsync/outbox/types/" + name + ".json";
        try (InputStream in = EventTypeReader.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + resource);
            }
            return read(new String(in.readAllBytes(), StandardCharsets.UTF_8), resource);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file's layout. Components may be null here alone: the file may lack them. */
    private record TypeFile(
            @JsonProperty(value = "event_type", required = true)
            String eventType,

            @JsonProperty(required = true) String topic,
            @JsonProperty(required = true) List<String> identity,
            @JsonProperty(required = true) String region,
            @JsonProperty(required = true) LinkedHashMap<String, FieldFile> payload,
            @Nullable List<UpcastFile> upcasts) {

        EventType toType() {
            List<FieldRule> rules = new ArrayList<>();
            for (Map.Entry<String, FieldFile> field : payload.entrySet()) {
                rules.add(field.getValue().toRule(field.getKey()));
            }
            return new EventType(eventType, topic, identity, region, rules, steps());
        }

        private List<Upcast> steps() {
            List<Upcast> steps = new ArrayList<>();
            for (UpcastFile step : upcasts == null ? List.<UpcastFile>of() : upcasts) {
                if (step.from() != steps.size() + 1) {
                    throw new IllegalArgumentException("upcasts must begin with version 1 and leave none out: found "
                            + step.from() + " where " + (steps.size() + 1) + " is expected");
                }
                steps.add(step.toUpcast());
            }
            return steps;
        }
    }

    private record UpcastFile(
            @JsonProperty(required = true) int from,
            @Nullable Map<String, String> rename,
            @JsonProperty("default") @Nullable Map<String, JsonNode> defaults,
            @Nullable Set<String> remove) {

        Upcast toUpcast() {
            return new Upcast(
                    rename == null ? Map.of() : rename,
                    defaults == null ? Map.of() : defaults,
                    remove == null ? Set.of() : remove);
        }
    }

    private record FieldFile(
            @JsonProperty(required = true) String type,
            @Nullable String presence,
            @JsonProperty("min_length") @Nullable Integer minLength,
            @JsonProperty("max_length") @Nullable Integer maxLength,
            @Nullable Set<String> values) {

        FieldRule toRule(String name) {
            return new FieldRule(
                    name,
                    constant(FieldRule.Kind.class, type),
                    presence == null ? FieldRule.Presence.REQUIRED : constant(FieldRule.Presence.class, presence),
                    minLength == null ? 0 : minLength,
                    maxLength == null ? DEFAULT_MAX_LENGTH : maxLength,
                    values == null ? Set.of() : values);
        }

        private static <E extends Enum<E>> E constant(Class<E> type, String text) {
            for (E value : type.getEnumConstants()) {
                if (value.name().toLowerCase(Locale.ROOT).equals(text)) {
                    return value;
                }
            }
            throw new IllegalArgumentException(
                    "'" + text + "' is not a " + type.getSimpleName().toLowerCase(Locale.ROOT) + "; use one of "
                            + Stream.of(type.getEnumConstants())
                                    .map(value -> value.name().toLowerCase(Locale.ROOT))
                                    .toList());
        }
    }
}
