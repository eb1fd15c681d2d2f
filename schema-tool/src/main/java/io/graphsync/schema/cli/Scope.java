package io.graphsync.schema.cli;

import io.graphsync.schema.file.Store;
import java.util.EnumSet;
import java.util.Set;

/** Which stores a command is about. */
enum Scope {
    PG,
    NEO4J,
    ALL;

    Set<Store> stores() {
        return switch (this) {
            case PG -> EnumSet.of(Store.PG);
            case NEO4J -> EnumSet.of(Store.NEO4J);
            case ALL -> EnumSet.allOf(Store.class);
        };
    }
}
