package io.graphsync.source.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** The replication slot that marks how far the source has come. */
public final class ReplicationSlot {
    /** The only output plugin that every server has. */
    static final String PLUGIN = "pgoutput";

    private static final String STATE = """
            SELECT plugin, database = current_database() AS here, database, active_pid, wal_status,
                   confirmed_flush_lsn::text AS confirmed
              FROM pg_replication_slots WHERE slot_name = ?""";

    private final String name;

    /** Takes the slot's name. */
    public ReplicationSlot(String name) {
        this.name = name;
    }

    /** Returns the slot's name. */
    public String name() {
        return name;
    }

    /** Asks the server. */
    public SlotState state(Lease lease) throws SQLException {
        try (PreparedStatement query = lease.connection().prepareStatement(STATE)) {
            query.setString(1, name);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? state(row) : new SlotState.Absent();
            }
        }
    }

    private SlotState state(ResultSet row) throws SQLException {
        if (!PLUGIN.equals(row.getString("plugin")) || !row.getBoolean("here")) {
            return new SlotState.Unusable("the replication slot " + name + " belongs to something else (plugin "
                    + row.getString("plugin") + ", database " + row.getString("database")
                    + "): choose another source.slot.name");
        }
        if ("lost".equals(row.getString("wal_status"))) {
            return new SlotState.Unusable("the server has removed WAL that the replication slot " + name
                    + " still needed (see max_slot_wal_keep_size). Nothing is lost: SELECT pg_drop_replication_slot('"
                    + name + "') and start again; the source then reads the rows of graph_outbox back");
        }
        int pid = row.getInt("active_pid");
        return row.wasNull()
                ? new SlotState.Usable(String.valueOf(row.getString("confirmed")))
                : new SlotState.Busy(pid);
    }

    /**
     * Returns the position up to which everything was acknowledged, empty if there is no slot. Asks over a connection
     * of its own, so that any thread may ask.
     */
    public Optional<String> position(Database database) throws SQLException {
        Connection connection = database.connect();
        try (PreparedStatement query = connection.prepareStatement(STATE)) {
            query.setString(1, name);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.ofNullable(row.getString("confirmed")) : Optional.empty();
            }
        } finally {
            database.close(connection);
        }
    }

    /** Drops the slot, and with it the knowledge of what was delivered. */
    public void drop(Lease lease) throws SQLException {
        try (PreparedStatement drop = lease.connection().prepareStatement("SELECT pg_drop_replication_slot(?)")) {
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
