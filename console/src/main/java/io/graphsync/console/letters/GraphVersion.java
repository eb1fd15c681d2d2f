package io.graphsync.console.letters;

import io.graphsync.console.config.Settings;
import io.graphsync.console.run.PipelineSettings;
import io.graphsync.outbox.event.InvalidEventException;
import io.graphsync.outbox.type.EventType;
import io.graphsync.outbox.type.Payload;
import io.graphsync.retry.letters.Letter;
import io.graphsync.sink.SinkConfig;
import io.graphsync.sink.verify.ElementVersions;
import io.graphsync.sink.verify.VerifyException;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;

/** What the graph has of the element that a dead letter is about. */
sealed interface GraphVersion {
    /** The graph was asked. */
    record Known(Optional<Long> version) implements GraphVersion {}

    /** Why it could not be asked, or not about this event. */
    record Unknown(String why) implements GraphVersion {}

    /** Asks the graph that the settings name. */
    static GraphVersion of(Settings settings, Letter letter, String payload) {
        Optional<EventType> type = letter.eventType()
                .flatMap(name -> PipelineSettings.catalog(settings).find(name));
        if (type.isEmpty()) {
            return new Unknown("no such event type is known here");
        }
        List<String> identity;
        try {
            Payload valid = type.get().validate(payload);
            identity = type.get().identity().stream().map(valid::text).toList();
        } catch (InvalidEventException invalid) {
            return new Unknown("the payload does not name the element");
        }
        SinkConfig config;
        try {
            config = SinkConfig.parse(PipelineSettings.forSink(settings));
        } catch (ConfigException incomplete) {
            return new Unknown("the settings name no graph");
        }
        try (ElementVersions versions = ElementVersions.open(config.graph())) {
            return new Known(versions.version(type.get().topic(), identity));
        } catch (VerifyException unreachable) {
            return new Unknown(String.valueOf(unreachable.getMessage()));
        }
    }
}
