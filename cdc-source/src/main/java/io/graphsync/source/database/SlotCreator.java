package io.graphsync.source.database;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import org.postgresql.PGConnection;
import org.postgresql.replication.ReplicationSlotInfo;

/**
 * Creates the replication slot so that no row falls between the slot and what was there before it.
 *
 * <p>A slot delivers what commits after its starting point. This class makes a temporary slot together with the
 * snapshot of exactly that point, reads every row that the snapshot shows, and only when all of them have been
 * published makes the lasting slot as a copy of the temporary one. So the lasting slot's existence says that nothing
 * older is outstanding, durably and without a table of ours: a source that dies half-way finds no slot and begins
 * again, and the server drops the temporary slot by itself. Waits as long as a transaction that was under way at the
 * beginning: the server gives no starting point before.
 */
public final class SlotCreator {
    private static final int MAX_SLOT_NAME_CHARS = 63;
    private static final int RANDOM_BYTES = 4;

    private final Database database;
    private final ReplicationSlot slot;

    /** Takes where to create which slot. */
    public SlotCreator(Database database, ReplicationSlot slot) {
        this.database = database;
        this.slot = slot;
    }

    /**
     * Creates the slot.
     *
     * @param pages takes every row that is older than the slot, in the order of {@code seq}; returns when it is
     *     published
     * @throws SQLException if the server refuses or goes away; there is no slot then
     */
    public void create(RowPages pages) throws SQLException, InterruptedException {
        String temporary = temporaryName();
        Connection replication = database.connectForReplication();
        try {
            ReplicationSlotInfo info = replication
                    .unwrap(PGConnection.class)
                    .getReplicationAPI()
                    .createReplicationSlot()
                    .logical()
                    .withSlotName(temporary)
                    .withOutputPlugin(ReplicationSlot.PLUGIN)
                    .withTemporaryOption()
                    .make();
            readBack(String.valueOf(info.getSnapshotName()), pages, temporary);
        } finally {
            database.close(replication);
        }
    }

    private void readBack(String snapshot, RowPages pages, String temporary) throws SQLException, InterruptedException {
        Connection connection = database.connectForLongReads();
        try (Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
            statement.execute("SET TRANSACTION SNAPSHOT '" + snapshot + "'");
            statement.execute("SET LOCAL idle_in_transaction_session_timeout = 0");
            statement.execute("SET LOCAL statement_timeout = 0");
            OutboxReader reader = new OutboxReader(connection);
            pages.expect(reader.count());
            reader.readAll(pages);
            connection.rollback();
            connection.setAutoCommit(true);
            slot.copyFrom(connection, temporary);
        } finally {
            database.close(connection);
        }
    }

    private String temporaryName() {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        String suffix = "_new_" + HexFormat.of().formatHex(random);
        String stem = slot.name();
        return stem.substring(0, Math.min(stem.length(), MAX_SLOT_NAME_CHARS - suffix.length())) + suffix;
    }
}
