package io.graphsync.source.database;

import io.graphsync.source.route.OutboxRow;
import java.sql.SQLException;
import java.util.List;

/** Takes rows page by page. */
@FunctionalInterface
public interface RowPages {
    /** Hears how many rows will come, before the first page. */
    default void expect(long rows) {}

    /**
     * Takes the next rows and returns when they are published.
     *
     * @throws SQLException if the right to go on is lost
     */
    void accept(List<OutboxRow> rows) throws SQLException, InterruptedException;
}
