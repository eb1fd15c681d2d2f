package io.graphsync.source.database;

import io.graphsync.source.failure.AwaitedException;
import io.graphsync.source.failure.SourceFailedException;

/**
 * What capture depends on in a server and a role.
 *
 * @param version {@code server_version_num}
 * @param walLevel the setting {@code wal_level}
 * @param standby whether the server only replays another's WAL
 * @param role the role that is logged in
 * @param replicates whether the role may use replication slots
 */
record ServerFacts(int version, String walLevel, boolean standby, String role, boolean replicates) {
    private static final int OLDEST_VERSION = 130_000;

    /**
     * Checks that capture can work.
     *
     * @throws SourceFailedException if somebody has to change the server's or the role's settings
     * @throws AwaitedException if the server is not the primary one
     */
    void check() {
        if (version < OLDEST_VERSION) {
            throw new SourceFailedException(
                    "PostgreSQL " + version / 10_000 + " is too old: the source needs 13 or newer");
        }
        if (standby) {
            throw new AwaitedException("a primary server", "this PostgreSQL server is a read-only standby");
        }
        if (!walLevel.equals("logical")) {
            throw new SourceFailedException("PostgreSQL runs with wal_level = " + walLevel
                    + ", capture needs logical: ALTER SYSTEM SET wal_level = 'logical', then restart the server");
        }
        if (!replicates) {
            throw new SourceFailedException(
                    "the role " + role + " may not replicate: ALTER ROLE \"" + role + "\" REPLICATION");
        }
    }
}
