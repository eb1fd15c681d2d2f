package io.graphsync.schema.target;

import io.graphsync.schema.failure.FailureKind;
import io.graphsync.schema.failure.MigrateException;
import io.graphsync.schema.file.Store;
import io.graphsync.schema.gate.BackupPlace;
import io.graphsync.schema.gate.RecordedOverride;
import io.graphsync.schema.plan.PlannedFile;
import io.graphsync.schema.plan.TargetState;
import io.graphsync.schema.review.TableSizes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Record;
import org.neo4j.driver.exceptions.Neo4jException;

/** A Neo4j database that files are applied to. */
public final class GraphStore implements MigrationStore {
    private final Neo4jTarget target;
    private final RunContext context;
    private final GraphSession session;
    private final GraphHistory history;
    private @Nullable GraphLease lease;

    /** Connects. */
    public GraphStore(Neo4jTarget target, RunContext context) {
        this.target = target;
        this.context = context;
        session = GraphSession.open(target, context::say);
        history = new GraphHistory(session, target.username());
    }

    @Override
    public TargetState state() {
        return attempt("read the history", () -> {
            Record server = session.read(
                            "CALL dbms.components() YIELD name, versions, edition RETURN versions[0] AS version, edition",
                            Map.of())
                    .getFirst();
            return new TargetState(
                    Store.NEO4J,
                    "Neo4j " + server.get("version").asString() + " "
                            + server.get("edition").asString(),
                    target.address(),
                    history.environment(),
                    history.read(),
                    history.undoing(),
                    Set.of());
        });
    }

    @Override
    public void lock() {
        lease = attempt("take the lease", () -> {
            GraphRetry.run(context, "neo4j", history::createConstraints);
            return GraphLease.acquire(session, target, context);
        });
    }

    @Override
    public void prepare(String environment) {
        attempt("record the environment", () -> {
            history.recordEnvironment(environment);
            return environment;
        });
    }

    @Override
    public FileResult apply(PlannedFile file) {
        if (lease == null) {
            throw new IllegalStateException("a file is applied under the lease only");
        }
        GraphLease held = lease;
        return attempt("write the history", () -> {
            held.check();
            return new GraphFileRunner(session, history, held, context).run(file);
        });
    }

    @Override
    public String fingerprint() {
        return attempt("read the schema", history::fingerprint);
    }

    /** Its statements have no impact that a size would change. */
    @Override
    public TableSizes sizes() {
        return TableSizes.UNKNOWN;
    }

    @Override
    public Optional<String> usedApproval(UUID id) {
        return attempt("read the overrides", () -> history.usedApproval(id));
    }

    @Override
    public Backup backUp(Optional<Set<String>> affected, BackupPlace place) {
        throw new MigrateException(
                FailureKind.REFUSED,
                "Red statements of Neo4j need a backup that was made before, named with --backup-ref: a database of Neo4j is"
                        + " dumped by 'neo4j-admin database dump' while it is stopped, or by 'neo4j-admin database backup'"
                        + " (Enterprise). Nothing was changed.");
    }

    @Override
    public void recordOverride(RecordedOverride override) {
        attempt("record the override", () -> {
            history.recordOverride(override, context.toolVersion());
            return override;
        });
    }

    /** Neo4j keeps its statistics itself. */
    @Override
    public List<String> lookAfter() {
        return List.of();
    }

    private <T> T attempt(String what, Supplier<T> work) {
        try {
            return work.get();
        } catch (Neo4jException e) {
            throw new MigrateException(
                    GraphErrors.isConnection(e) ? FailureKind.UNREACHABLE : FailureKind.UNEXPECTED,
                    "Cannot " + what + " in Neo4j at " + target.address() + ": " + GraphErrors.message(e),
                    e);
        }
    }

    @Override
    public void close() {
        if (lease != null) {
            lease.close();
        }
        session.close();
    }
}
