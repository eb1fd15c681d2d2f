package io.graphsync.source;

import io.graphsync.outbox.type.EventCatalog;
import io.graphsync.source.database.Database;
import io.graphsync.source.database.DatabaseSession;
import io.graphsync.source.database.Lease;
import io.graphsync.source.database.Preflight;
import io.graphsync.source.database.ReplicationSlot;
import io.graphsync.source.database.RowPages;
import io.graphsync.source.database.SlotCreator;
import io.graphsync.source.database.SlotState;
import io.graphsync.source.failure.FailureClassifier;
import io.graphsync.source.failure.Verdict;
import io.graphsync.source.metrics.SourceMeters;
import io.graphsync.source.publish.EventPublisher;
import io.graphsync.source.publish.PublisherFactory;
import io.graphsync.source.route.OutboxRow;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.util.List;

/**
 * What an operator does about the replication slot. Each action connects, does one thing and leaves; those that change
 * something do it under the lease, so never while a source is active. Safe for use by many threads.
 */
public final class SlotActions {
    private final SourceConfig config;
    private final EventCatalog catalog;
    private final Database database;
    private final ReplicationSlot slot;
    private final FailureClassifier classifier;

    /** Hears how far a read-back has come. */
    public interface ReadBackProgress {
        /** Called once, before the first row is sent. */
        void expect(long rows);

        /** Called now and then with the rows that Kafka has so far. */
        void sent(long rows);
    }

    /** Takes the source's own configuration, and the event types that rows may have. */
    public SlotActions(SourceConfig config, EventCatalog catalog) {
        this.config = config;
        this.catalog = catalog;
        this.database = new Database(config.database());
        this.slot = new ReplicationSlot(config.capture().slot());
        this.classifier = new FailureClassifier(
                config.database().address(), config.kafka().bootstrapServers());
    }

    /** Returns the slot's name. */
    public String slot() {
        return slot.name();
    }

    /**
     * Asks PostgreSQL how the slot is.
     *
     * @throws SlotActionException if PostgreSQL does not tell
     */
    public SlotState show() {
        try (DatabaseSession session = open()) {
            return slot.state(session);
        } catch (SQLException failed) {
            throw unavailable(failed);
        }
    }

    /**
     * Makes a slot where none of use is there, and sends all rows of the outbox to Kafka before it lasts: a slot begins at
     * its own beginning, whatever is older comes from the table. Broken off, it leaves no slot, and begins anew when it is
     * called again, or when a source starts.
     *
     * @param reread whether a slot that PostgreSQL has given up may be replaced
     * @return how many rows were sent
     * @throws SlotActionException if it is refused, or not done
     */
    public long create(boolean reread, ReadBackProgress progress) throws InterruptedException {
        boolean begun = false;
        try (Lease lease =
                        Lease.candidate(database, slot.name(), config.capture().leaseTimeout());
                DatabaseSession session = open()) {
            take(lease);
            SlotState found = checked(session);
            refuseCreation(found, reread);
            try (EventPublisher publisher = publishers().open()) {
                begun = true;
                if (found instanceof SlotState.Lost) {
                    slot.drop(session);
                }
                ReadBack readBack = new ReadBack(lease, publisher, progress);
                new SlotCreator(database, slot).create(readBack);
                return readBack.sent;
            }
        } catch (SlotActionException refused) {
            throw refused;
        } catch (SQLException | RuntimeException failed) {
            throw begun ? incomplete(failed) : unavailable(failed);
        }
    }

    /**
     * Drops the slot: PostgreSQL then keeps no WAL for it, and the next source reads the outbox back.
     *
     * @param execute false only tells what would be dropped
     * @return what was found
     * @throws SlotActionException if it is refused, or not done
     */
    public SlotState drop(boolean execute) {
        try (Lease lease =
                        Lease.candidate(database, slot.name(), config.capture().leaseTimeout());
                DatabaseSession session = open()) {
            SlotState found = slot.state(session);
            switch (found) {
                case SlotState.Absent absent -> {
                    return found;
                }
                case SlotState.Foreign foreign -> throw refused(foreign.reason());
                case SlotState.Busy busy ->
                    throw refused("server process " + busy.facts().activePid().orElse(0)
                            + " reads the replication slot " + slot.name() + ": stop the source first");
                case SlotState.Usable usable -> take(lease);
                case SlotState.Lost lost -> take(lease);
            }
            if (execute) {
                slot.drop(session);
            }
            return found;
        } catch (SQLException failed) {
            throw unavailable(failed);
        }
    }

    private DatabaseSession open() throws SQLException {
        return DatabaseSession.open(database, config.capture().leaseTimeout());
    }

    private void take(Lease lease) throws SQLException {
        if (!lease.tryAcquire()) {
            throw refused("a source of the replication slot " + slot.name() + " is active: stop it first");
        }
    }

    private SlotState checked(DatabaseSession session) throws SQLException {
        Preflight preflight = new Preflight(config.capture().publication());
        preflight.check(session);
        preflight.checkPublication(session);
        return slot.state(session);
    }

    private void refuseCreation(SlotState found, boolean reread) {
        switch (found) {
            case SlotState.Foreign foreign -> throw refused(foreign.reason());
            case SlotState.Usable usable -> throw usable();
            case SlotState.Busy busy -> throw usable();
            case SlotState.Lost lost -> {
                if (!reread) {
                    throw refused(lost.reason());
                }
            }
            case SlotState.Absent absent -> {
                // Nothing is in the way.
            }
        }
    }

    private SlotActionException usable() {
        return refused(
                "the replication slot " + slot.name() + " is there and can be used: nothing to create."
                        + " To send every row of graph_outbox again: ./graphsync slot drop --execute, then ./graphsync slot create");
    }

    private PublisherFactory publishers() {
        return config.publishers(catalog, new SourceMeters(new SimpleMeterRegistry()));
    }

    private static SlotActionException refused(String message) {
        return new SlotActionException(SlotActionException.Reason.REFUSED, message);
    }

    private SlotActionException unavailable(Exception failure) {
        return new SlotActionException(SlotActionException.Reason.UNAVAILABLE, text(failure), failure);
    }

    private SlotActionException incomplete(Exception failure) {
        return new SlotActionException(
                SlotActionException.Reason.INCOMPLETE,
                "the replication slot " + slot.name() + " was not made: " + text(failure)
                        + ". Run the command again, or start the source: both begin anew, and rows that are sent twice"
                        + " change nothing",
                failure);
    }

    private String text(Exception failure) {
        return switch (classifier.classify(failure)) {
            case Verdict.Fatal fatal -> fatal.message();
            case Verdict.Wait wait -> wait.awaited() + ": " + wait.cause();
        };
    }

    /** Sends pages of rows. */
    private static final class ReadBack implements RowPages {
        private final Lease lease;
        private final EventPublisher publisher;
        private final ReadBackProgress progress;
        private long sent;

        ReadBack(Lease lease, EventPublisher publisher, ReadBackProgress progress) {
            this.lease = lease;
            this.publisher = publisher;
            this.progress = progress;
        }

        @Override
        public void expect(long rows) {
            progress.expect(rows);
        }

        @Override
        public void accept(List<OutboxRow> rows) throws InterruptedException {
            lease.require();
            publisher.publish(rows);
            sent += rows.size();
            progress.sent(sent);
        }
    }
}
