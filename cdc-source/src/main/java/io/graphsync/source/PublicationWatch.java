package io.graphsync.source;

import io.graphsync.source.database.DatabaseSession;
import io.graphsync.source.database.Preflight;
import io.graphsync.source.failure.AwaitedException;
import java.sql.SQLException;
import java.util.OptionalLong;

/**
 * Notices that the publication was away, or was replaced by another of the same name. PostgreSQL decodes a change with
 * the publications of its time: what was written while there was none is passed over, or stops the slot for ever. So a
 * slot that has lived through such a time is of no use. Owned by one thread.
 */
final class PublicationWatch {
    private final Preflight preflight;
    private OptionalLong known = OptionalLong.empty();
    private boolean interrupted;

    PublicationWatch(Preflight preflight) {
        this.preflight = preflight;
    }

    /**
     * Looks at the publication.
     *
     * @throws AwaitedException if it is missing or does not carry what it must
     */
    void look(DatabaseSession session) throws SQLException {
        long found;
        try {
            found = preflight.checkPublication(session);
        } catch (AwaitedException missing) {
            interrupted = true;
            throw missing;
        }
        interrupted |= known.isPresent() && known.getAsLong() != found;
        known = OptionalLong.of(found);
    }

    /** Returns whether the slot may have passed over rows. */
    boolean isInterrupted() {
        return interrupted;
    }

    /** A new slot knows nothing of what was before. */
    void renewed() {
        interrupted = false;
    }
}
