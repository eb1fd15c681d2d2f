package io.graphsync.schema;

import io.graphsync.schema.failure.FailureKind;
import io.graphsync.schema.failure.MigrateException;
import io.graphsync.schema.file.MigrationFile;
import io.graphsync.schema.file.Store;
import io.graphsync.schema.gate.AffectedTables;
import io.graphsync.schema.gate.Approval;
import io.graphsync.schema.gate.Permission;
import io.graphsync.schema.gate.Proposal;
import io.graphsync.schema.gate.RecordedOverride;
import io.graphsync.schema.gate.RedGate;
import io.graphsync.schema.gate.RedStatement;
import io.graphsync.schema.parse.StatementReader;
import io.graphsync.schema.plan.FileState;
import io.graphsync.schema.plan.Plan;
import io.graphsync.schema.plan.PlannedFile;
import io.graphsync.schema.review.FileReview;
import io.graphsync.schema.review.TableSizes;
import io.graphsync.schema.review.text.LargeTables;
import io.graphsync.schema.review.text.Reviewer;
import io.graphsync.schema.target.Backup;
import io.graphsync.schema.target.MigrationStore;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reviews what a run is about to do, and takes it through the gates of production. */
final class RunGates {
    private final String environment;
    private final StatementReader reader;

    RunGates(String environment, StatementReader reader) {
        this.environment = environment;
        this.reader = reader;
    }

    /** What a plan comes to on these stores, reviewed on what was applied before. */
    Proposal propose(Plan plan, Stores stores) {
        return propose(plan, plan.toRun(), stores);
    }

    /**
     * What files come to on these stores.
     *
     * @param plan every file, of which the applied ones are the ground for the review
     * @param toRun those that are about to run
     */
    Proposal propose(Plan plan, List<PlannedFile> toRun, Stores stores) {
        Map<String, FileReview> reviews = new LinkedHashMap<>();
        if (!toRun.isEmpty()) {
            Reviewer reviewer = new Reviewer(reader);
            Map<Store, TableSizes> sizes = new EnumMap<>(Store.class);
            plan.files().stream()
                    .filter(planned -> planned.state() instanceof FileState.Applied)
                    .forEach(planned -> planned.file().ifPresent(reviewer::know));
            for (PlannedFile planned : toRun) {
                MigrationFile file = planned.file().orElseThrow();
                TableSizes known = sizes.computeIfAbsent(
                        file.store(), store -> stores.of(store).sizes());
                reviews.put(planned.path(), LargeTables.weigh(file, reviewer.review(planned.path(), file), known));
            }
        }
        return new Proposal(environment, toRun, reviews, stores.fingerprint());
    }

    /**
     * Takes a proposal through the gates; what is red is backed up.
     *
     * @return what the histories have to keep before anything runs; empty if nothing that is red needs to be told
     * @throws MigrateException if a gate refuses; nothing was changed then
     */
    Optional<RecordedOverride> pass(Proposal proposal, Permission permission, Stores stores) {
        permission.plan().ifPresent(proposal::require);
        return RedGate.pass(proposal, permission, Instant.now())
                .map(approval -> override(approval, proposal.red(), permission, stores));
    }

    private static RecordedOverride override(
            Approval approval, List<RedStatement> red, Permission permission, Stores stores) {
        for (MigrationStore store : stores.all()) {
            store.usedApproval(approval.id()).ifPresent(used -> {
                throw new MigrateException(
                        FailureKind.REFUSED,
                        "The approval token was used before, at " + used
                                + "; each is for one run. Have the plan approved again. Nothing was changed.");
            });
        }
        Backup backup = permission
                .backupRef()
                .map(name -> new Backup(name, ""))
                .orElseGet(() -> backUp(red, permission, stores));
        return new RecordedOverride(
                approval, red.stream().map(RedStatement::text).toList(), backup.place(), backup.restore());
    }

    private static Backup backUp(List<RedStatement> red, Permission permission, Stores stores) {
        // Neo4j first: it has to be refused before minutes are spent on a dump.
        Store first = red.stream().anyMatch(statement -> statement.store() == Store.NEO4J) ? Store.NEO4J : Store.PG;
        return stores.of(first).backUp(AffectedTables.of(red), permission.backupPlace());
    }
}
