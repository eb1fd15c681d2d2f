package io.graphsync.source.database;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What PostgreSQL says of a replication slot.
 *
 * @param name the slot's name
 * @param plugin its output plugin; empty for a physical slot
 * @param database whose changes it delivers; empty for a physical slot
 * @param ours whether it is a logical one of the connection's database, with the plugin that the source reads
 * @param activePid the server process that reads it, empty if none does
 * @param walStatus {@code reserved}, {@code extended}, {@code unreserved} or {@code lost}; empty where the server does
 *     not tell
 * @param invalidation why it was given up, as PostgreSQL 17 and newer tell; empty if it was not, or on older servers
 * @param retainedBytes WAL that the server keeps for it
 * @param limitBytes the most that it may keep, {@code max_slot_wal_keep_size}; empty without a limit
 * @param confirmed the position up to which everything was acknowledged; empty if there is none
 * @param lagBytes WAL that was written since then
 */
public record SlotFacts(
        String name,
        String plugin,
        String database,
        boolean ours,
        Optional<Integer> activePid,
        String walStatus,
        String invalidation,
        long retainedBytes,
        OptionalLong limitBytes,
        String confirmed,
        long lagBytes) {
    /** Checks that nothing is missing. */
    public SlotFacts {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(plugin, "plugin");
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(activePid, "activePid");
        Objects.requireNonNull(walStatus, "walStatus");
        Objects.requireNonNull(invalidation, "invalidation");
        Objects.requireNonNull(limitBytes, "limitBytes");
        Objects.requireNonNull(confirmed, "confirmed");
    }
}
