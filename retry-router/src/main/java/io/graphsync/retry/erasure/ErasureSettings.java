package io.graphsync.retry.erasure;

import io.graphsync.outbox.type.EventCatalog;
import io.graphsync.retry.letters.LetterSettings;
import io.graphsync.retry.writeback.DatabaseSettings;
import java.util.Objects;

/**
 * Where a user is erased.
 *
 * @param database a role that may call {@code graph_erase_user} and delete rows of {@code graph_outbox}, such as app_rw
 * @param slot the replication slot of cdc-source
 * @param kafka how to reach the topics
 * @param catalog tells which event topics there are
 */
public record ErasureSettings(DatabaseSettings database, String slot, LetterSettings kafka, EventCatalog catalog) {
    /** Checks that all are there. */
    public ErasureSettings {
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(slot, "slot");
        Objects.requireNonNull(kafka, "kafka");
        Objects.requireNonNull(catalog, "catalog");
    }
}
