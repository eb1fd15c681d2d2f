package io.graphsync.sink.mapping;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The Cypher files of an event type.
 *
 * @param text {@code NAME.cypher}
 * @param load {@code NAME.load.cypher}, where there is one
 * @param create {@code NAME.create.cypher}, where there is one
 * @param origin where the first was read, for messages
 */
record TemplateSource(String text, Optional<String> load, Optional<String> create, String origin) {
    List<String> statements() {
        return Stream.of(Optional.of(text), load, create)
                .flatMap(Optional::stream)
                .toList();
    }
}
