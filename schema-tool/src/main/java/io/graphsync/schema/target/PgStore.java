package io.graphsync.schema.target;

import io.graphsync.schema.failure.FailureKind;
import io.graphsync.schema.failure.MigrateException;
import io.graphsync.schema.file.Store;
import io.graphsync.schema.gate.BackupPlace;
import io.graphsync.schema.gate.RecordedOverride;
import io.graphsync.schema.plan.PlannedFile;
import io.graphsync.schema.plan.TargetState;
import io.graphsync.schema.review.TableSizes;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL database that files are applied to. */
public final class PgStore implements MigrationStore {
    private final PostgresTarget target;
    private final RunContext context;
    private final PgSession session;
    private final PgHistory history;
    private final PgUpkeep upkeep;
    private @Nullable PgRunLock lock;
    private @Nullable PgWatch watch;

    /** Connects. */
    public PgStore(PostgresTarget target, RunContext context) {
        this.target = target;
        this.context = context;
        session = PgSession.open(target, "work");
        history = new PgHistory(session);
        upkeep = new PgUpkeep(session);
    }

    @Override
    public TargetState state() {
        try {
            String server = "PostgreSQL "
                    + session.query("SHOW server_version").getFirst().text(0);
            Set<String> extensions =
                    session
                            .query("SELECT name FROM pg_available_extensions UNION SELECT extname FROM pg_extension")
                            .stream()
                            .map(row -> row.text(0))
                            .collect(Collectors.toSet());
            return new TargetState(
                    Store.PG,
                    server,
                    target.address(),
                    history.environment(),
                    history.read(),
                    history.undoing(),
                    extensions);
        } catch (SQLException e) {
            throw failure("Cannot read the history in PostgreSQL at " + target.address(), e);
        }
    }

    @Override
    public void lock() {
        lock = PgRunLock.acquire(target, session, context);
        try {
            watch = PgWatch.start(target, session, context);
            session.endureIdleness();
        } catch (SQLException e) {
            throw failure("Cannot set up the session in PostgreSQL at " + target.address(), e);
        }
    }

    @Override
    public void prepare(String environment) {
        try {
            history.prepare(environment);
            upkeep.prepare();
            history.shareWithMigrator();
        } catch (SQLException e) {
            throw failure("Cannot create the schema graphsync_schema in PostgreSQL at " + target.address(), e);
        }
    }

    @Override
    public FileResult apply(PlannedFile file) {
        if (lock == null || watch == null) {
            throw new IllegalStateException("a file is applied under the run lock only");
        }
        lock.check();
        try {
            FileResult result = new PgFileRunner(session, history, upkeep, context, watch).run(file);
            history.shareWithMigrator();
            return result;
        } catch (SQLException e) {
            throw failure("Cannot read or write the history in PostgreSQL at " + target.address(), e);
        }
    }

    @Override
    public List<String> lookAfter() {
        if (watch == null) {
            throw new IllegalStateException("tables are looked after under the run lock only");
        }
        try {
            return new PgUpkeepRunner(session, upkeep, context, watch).run();
        } catch (SQLException e) {
            throw failure("Cannot look after tables in PostgreSQL at " + target.address(), e);
        }
    }

    @Override
    public String fingerprint() {
        return attempt("read the schema", () -> PgFingerprint.read(session) + " " + history.fingerprint());
    }

    @Override
    public TableSizes sizes() {
        return attempt("read the sizes of tables", () -> PgSizes.read(session));
    }

    @Override
    public Optional<String> usedApproval(UUID id) {
        return attempt("read the overrides", () -> history.usedApproval(id));
    }

    @Override
    public Backup backUp(Optional<Set<String>> affected, BackupPlace place) {
        return attempt("list the tables", () -> new PgBackup(target, session, context).make(affected, place));
    }

    @Override
    public void recordOverride(RecordedOverride override) {
        attempt("record the override", () -> {
            history.recordOverride(override, context.toolVersion());
            return override;
        });
    }

    /** Something that PostgreSQL is asked for. */
    @FunctionalInterface
    private interface Request<T> {
        T ask() throws SQLException;
    }

    private <T> T attempt(String what, Request<T> request) {
        try {
            return request.ask();
        } catch (SQLException e) {
            throw failure("Cannot " + what + " in PostgreSQL at " + target.address(), e);
        }
    }

    private MigrateException failure(String attempt, SQLException e) {
        FailureKind kind = PgErrors.isConnection(e)
                ? FailureKind.UNREACHABLE
                : PgErrors.isPermission(e) ? FailureKind.CONFIGURATION : FailureKind.UNEXPECTED;
        String advice = PgErrors.isPermission(e)
                ? ". The role needs CREATE on the database for the first run, and rights on graphsync_schema later"
                : "";
        return new MigrateException(kind, context.variables().redact(attempt + ": " + PgErrors.message(e) + advice), e);
    }

    @Override
    public void close() {
        if (watch != null) {
            watch.close();
        }
        session.close();
        if (lock != null) {
            lock.close();
        }
    }
}
