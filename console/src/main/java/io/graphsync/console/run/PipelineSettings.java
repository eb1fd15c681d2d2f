package io.graphsync.console.run;

import io.graphsync.console.config.Settings;
import io.graphsync.console.config.SettingsReader;
import io.graphsync.outbox.type.EventCatalog;
import io.graphsync.outbox.type.EventTypeReader;
import io.graphsync.retry.RouterConfig;
import io.graphsync.retry.policy.PolicyReader;
import io.graphsync.sink.SinkConfig;
import io.graphsync.source.SourceConfig;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.config.ConfigDef;

/** Which settings a process has, and which of them each part gets. */
public final class PipelineSettings {
    /** Below these a key is passed on as it is: it belongs to a client library, or names an event type or a failure. */
    private static final List<String> SUBTREES =
            List.of("kafka.", "debezium.", "neo4j.driver.", PolicyReader.BY_TYPE, PolicyReader.BY_CODE);

    private static final String SOURCE_DATABASE = "source.database.";
    private static final String DATABASE = "database.";

    private PipelineSettings() {}

    /** Returns a reader that knows every setting of every part. */
    public static SettingsReader reader() {
        Set<String> keys = new TreeSet<>(ConsoleConfig.definition().names());
        for (ConfigDef definition :
                List.of(SourceConfig.definition(), RouterConfig.definition(), SinkConfig.definition())) {
            keys.addAll(definition.names());
        }
        return new SettingsReader(keys, SUBTREES);
    }

    /** Returns the event types: the built-in ones, and those of {@code events.directory}. */
    public static EventCatalog catalog(Settings settings) {
        return settings.get("events.directory")
                .map(directory -> EventTypeReader.withDirectory(Path.of(directory)))
                .orElseGet(EventTypeReader::builtIn);
    }

    /** Returns what cdc-source gets; it may log in to PostgreSQL as a role of its own. */
    public static Map<String, String> forSource(Settings settings) {
        Map<String, String> own = select(settings, SourceConfig.definition());
        settings.toMap().forEach((key, value) -> {
            if (key.startsWith(SOURCE_DATABASE)) {
                own.put(DATABASE + key.substring(SOURCE_DATABASE.length()), value);
            }
        });
        return own;
    }

    /** Returns what the router gets, and who looks at its dead letters. */
    public static Map<String, String> forRouter(Settings settings) {
        return select(settings, RouterConfig.definition());
    }

    /** Returns what the sink gets, and who reads its graph. */
    public static Map<String, String> forSink(Settings settings) {
        return select(settings, SinkConfig.definition());
    }

    private static Map<String, String> select(Settings settings, ConfigDef definition) {
        Map<String, String> selected = new LinkedHashMap<>();
        settings.toMap().forEach((key, value) -> {
            if (definition.names().contains(key) || SUBTREES.stream().anyMatch(key::startsWith)) {
                selected.put(key, value);
            }
        });
        return selected;
    }
}
