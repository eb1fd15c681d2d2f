package io.graphsync.console.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.retry.RouterConfig;
import io.graphsync.sink.SinkConfig;
import io.graphsync.source.SourceConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.junit.jupiter.api.Test;

/** Holds the tables of docs/configuration.md against the settings that the program has. */
class ConfigurationDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "configuration.md");
    private static final String BEGIN = "<!-- settings: begin -->";
    private static final String END = "<!-- settings: end -->";

    @Test
    void every_setting_stands_in_the_document_as_it_is() throws IOException {
        String document = Files.readString(DOCUMENT);
        String tables = tables();
        Path proposal = Files.writeString(Path.of("target", "settings.md"), tables);

        assertThat(document.substring(document.indexOf(BEGIN) + BEGIN.length(), document.indexOf(END)))
                .as("the tables of docs/configuration.md; they should be those of console/%s", proposal)
                .isEqualToIgnoringNewLines(tables);
    }

    private static String tables() {
        Map<String, List<ConfigKey>> sections = new LinkedHashMap<>();
        Map<String, Map<String, ConfigKey>> users = new TreeMap<>();
        definitions()
                .forEach((part, definition) -> definition
                        .configKeys()
                        .forEach((name, key) -> users.computeIfAbsent(name, any -> new LinkedHashMap<>())
                                .put(part, key)));
        users.forEach((name, byPart) -> {
            String section =
                    byPart.size() == 1 ? byPart.keySet().iterator().next() : String.join(", ", byPart.keySet());
            sections.computeIfAbsent(section, any -> new ArrayList<>())
                    .add(byPart.values().iterator().next());
        });
        return sections.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(section -> table(section.getKey(), section.getValue()))
                .collect(Collectors.joining());
    }

    private static Map<String, ConfigDef> definitions() {
        Map<String, ConfigDef> definitions = new LinkedHashMap<>();
        definitions.put("source", SourceConfig.definition());
        definitions.put("sink", SinkConfig.definition());
        definitions.put("router", RouterConfig.definition());
        definitions.put("process", ConsoleConfig.definition());
        return definitions;
    }

    private static String table(String section, List<ConfigKey> keys) {
        return "\n### Settings of %s\n| key | default | values | meaning |\n|---|---|---|---|\n".formatted(section)
                + keys.stream().map(ConfigurationDocumentTest::row).collect(Collectors.joining());
    }

    private static String row(ConfigKey key) {
        String values = key.validator == null ? "" : cell(key.validator.toString());
        boolean secret = key.type == ConfigDef.Type.PASSWORD;
        return "| `%s` | %s | %s | %s |\n"
                .formatted(
                        key.name,
                        !key.hasDefault()
                                ? "required"
                                : secret
                                        ? "none"
                                        : cell("`" + ConfigDef.convertToString(key.defaultValue, key.type) + "`"),
                        (key.type.toString().toLowerCase(Locale.ROOT) + " " + values).strip(),
                        cell(key.documentation));
    }

    private static String cell(String text) {
        return text.equals("``") || text.equals("`null`")
                ? "none"
                : text.replace("graphsync-" + System.getProperty("user.name"), "graphsync-USER")
                        .replace(System.getProperty("java.io.tmpdir"), "TMPDIR")
                        .replace("|", "\\|")
                        .replaceAll("\\s+", " ")
                        .strip();
    }
}
