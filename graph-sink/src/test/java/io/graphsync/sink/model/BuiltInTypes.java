package io.graphsync.sink.model;

import io.graphsync.outbox.type.EventCatalog;
import io.graphsync.outbox.type.EventTypeReader;
import io.graphsync.sink.mapping.EventMapper;
import io.graphsync.sink.mapping.TemplateCatalog;
import java.util.Optional;

/** The event types that graphsync brings along, without those of an operator. */
public final class BuiltInTypes {
    public static final EventCatalog CATALOG = EventTypeReader.builtIn();
    public static final TemplateCatalog TEMPLATES = TemplateCatalog.load(CATALOG, Optional.empty());
    public static final EventMapper MAPPER = new EventMapper(TEMPLATES);

    private BuiltInTypes() {}
}
