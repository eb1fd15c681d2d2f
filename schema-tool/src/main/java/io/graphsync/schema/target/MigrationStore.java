package io.graphsync.schema.target;

import io.graphsync.schema.gate.BackupPlace;
import io.graphsync.schema.gate.RecordedOverride;
import io.graphsync.schema.plan.PlannedFile;
import io.graphsync.schema.plan.TargetState;
import io.graphsync.schema.review.TableSizes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A store that files are applied to. One run uses it on one thread, in the order of the methods below.
 *
 * <p>Failures are {@link io.graphsync.schema.failure.MigrateException}s.
 */
public interface MigrationStore extends AutoCloseable {
    /** What the store says about itself; writes nothing. */
    TargetState state();

    /** Waits until no other run works on this store, and keeps others out until {@link #close}. */
    void lock();

    /** Creates the tool's own bookkeeping if it is not there, and records the environment's name at first contact. */
    void prepare(String environment);

    /** What the store's schema and history come to; another text after every change of them. */
    String fingerprint();

    /** How large its relations are, where that can be told without waiting. */
    TableSizes sizes();

    /** When and by whom an approval was used here, empty if it was not. */
    Optional<String> usedApproval(UUID id);

    /**
     * Saves what red statements would lose.
     *
     * @param affected the relations, with their schemas, whose rows are saved; everything if empty
     */
    Backup backUp(Optional<Set<String>> affected, BackupPlace place);

    /** Records that red statements are about to run. */
    void recordOverride(RecordedOverride override);

    /** Applies one file, and records it. */
    FileResult apply(PlannedFile file);

    /** Does what applied files made necessary, such as new statistics, and tells what that was; one line each. */
    List<String> lookAfter();

    /** Lets others in and disconnects. */
    @Override
    void close();
}
