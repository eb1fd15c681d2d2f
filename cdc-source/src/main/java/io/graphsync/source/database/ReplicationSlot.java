package io.graphsync.source.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** The replication slot that marks how far the source has come. */
public final class ReplicationSlot {
    /** The only output plugin that every server has. */
    static final String PLUGIN = "pgoutput";

    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    /** The detour by JSON reads a column that servers before 17 do not have. */
    private static final String FACTS = """
            SELECT s.plugin, s.database, s.database = current_database() AND s.plugin = '%s' AS ours, s.active_pid,
                   s.wal_status, to_jsonb(s) ->> 'invalidation_reason' AS invalidation,
                   pg_wal_lsn_diff(w.position, s.restart_lsn)::bigint AS retained,
                   s.confirmed_flush_lsn::text AS confirmed,
                   pg_wal_lsn_diff(w.position, s.confirmed_flush_lsn)::bigint AS lag,
                   (SELECT setting::bigint FROM pg_settings WHERE name = 'max_slot_wal_keep_size') AS limit_mb
              FROM pg_replication_slots AS s,
                   (SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn()
                                ELSE pg_current_wal_lsn() END AS position) AS w
             WHERE s.slot_name = ?""".formatted(PLUGIN);

    private final String name;

    /** Takes the slot's name. */
    public ReplicationSlot(String name) {
        this.name = name;
    }

    /** Returns the slot's name. */
    public String name() {
        return name;
    }

    /** Asks the server what can be done with the slot. */
    public SlotState state(DatabaseSession session) throws SQLException {
        return SlotState.of(facts(session.connection()));
    }

    /**
     * Returns the position up to which everything was acknowledged, empty if there is no slot. Asks over a connection
     * of its own, so that any thread may ask.
     */
    public Optional<String> position(Database database) throws SQLException {
        Connection connection = database.connect();
        try {
            return facts(connection).map(SlotFacts::confirmed);
        } finally {
            database.close(connection);
        }
    }

    private Optional<SlotFacts> facts(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(FACTS)) {
            query.setString(1, name);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(facts(row)) : Optional.empty();
            }
        }
    }

    private SlotFacts facts(ResultSet row) throws SQLException {
        long limit = row.getLong("limit_mb");
        return new SlotFacts(
                name,
                text(row, "plugin"),
                text(row, "database"),
                row.getBoolean("ours"),
                Optional.ofNullable(row.getObject("active_pid", Integer.class)),
                text(row, "wal_status"),
                text(row, "invalidation"),
                row.getLong("retained"),
                limit < 0 ? OptionalLong.empty() : OptionalLong.of(limit << 20),
                text(row, "confirmed"),
                row.getLong("lag"));
    }

    private static String text(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNullElse(row.getString(column), "");
    }

    /**
     * Ends the server process that reads the slot, for a holder of the lease whose predecessor is frozen or cut off.
     *
     * @return false if the role may not end it
     */
    public boolean endReader(DatabaseSession session, int pid) throws SQLException {
        try (PreparedStatement end = session.connection()
                .prepareStatement("SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots"
                        + " WHERE slot_name = ? AND active_pid = ?")) {
            end.setString(1, name);
            end.setInt(2, pid);
            end.execute();
            return true;
        } catch (SQLException refused) {
            if (INSUFFICIENT_PRIVILEGE.equals(refused.getSQLState())) {
                return false;
            }
            throw refused;
        }
    }

    /** Drops the slot, and with it the knowledge of what was delivered. */
    public void drop(DatabaseSession session) throws SQLException {
        try (PreparedStatement drop = session.connection().prepareStatement("SELECT pg_drop_replication_slot(?)")) {
            drop.setString(1, name);
            drop.execute();
        }
    }

    /** Makes the slot a lasting copy of a temporary one: it begins where that one began. */
    void copyFrom(Connection connection, String temporarySlot) throws SQLException {
        try (PreparedStatement copy =
                connection.prepareStatement("SELECT pg_copy_logical_replication_slot(?, ?, false)")) {
            copy.setString(1, temporarySlot);
            copy.setString(2, name);
            copy.execute();
        }
    }
}
