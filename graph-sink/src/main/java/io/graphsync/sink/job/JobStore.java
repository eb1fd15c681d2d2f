package io.graphsync.sink.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.graphsync.sink.database.DatabaseSettings;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Jobs as {@code graph_sync_job} keeps them, and the lock by which one process at a time works on one. The lock belongs to the
 * connection: it ends with the process, however that ends.
 *
 * <p>Safe for use by many threads; one asks at a time.
 */
public final class JobStore implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long LOCK = UUID.nameUUIDFromBytes("graphsync rebuild".getBytes(StandardCharsets.UTF_8))
            .getMostSignificantBits();
    private static final String APPLICATION_NAME = "graphsync-job";
    private static final String COLUMNS = "id, kind, state, options, checkpoint, progress, result, note, started_by,"
            + " started_at, updated_at, ended_at, cancelled_by";

    private final DatabaseSettings database;
    private Connection connection;

    private JobStore(DatabaseSettings database, Connection connection) {
        this.database = database;
        this.connection = connection;
    }

    /**
     * Connects.
     *
     * @throws JobException if PostgreSQL can't be reached, or refuses the login
     */
    public static JobStore open(DatabaseSettings database) {
        return new JobStore(database, connect(database));
    }

    private static Connection connect(DatabaseSettings database) {
        try {
            return database.connect(APPLICATION_NAME);
        } catch (SQLException failure) {
            throw failure("PostgreSQL can't be reached", failure);
        }
    }

    /**
     * Takes the lock.
     *
     * @return false if another process has it
     */
    public boolean tryLock() {
        return ask("SELECT pg_try_advisory_lock(?)", row -> row.getBoolean(1), LOCK)
                .getFirst();
    }

    /** Returns whether some process, this one included, works on a job. */
    public boolean isLocked() {
        String sql = "SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1"
                + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
                + " AND (classid::bigint << 32 | objid::bigint) = ?";
        return !ask(sql, row -> true, LOCK).isEmpty();
    }

    /** Begins a job. */
    public Job create(JobKind kind, JsonNode options, String note, String by) {
        return ask(
                        "INSERT INTO graph_sync_job (kind, options, note, started_by) VALUES (?, ?::jsonb, ?, ?) RETURNING "
                                + COLUMNS,
                        JobStore::job,
                        kind.word(),
                        options.toString(),
                        note,
                        by)
                .getFirst();
    }

    /** Returns a job. */
    public Optional<Job> find(UUID id) {
        return ask("SELECT " + COLUMNS + " FROM graph_sync_job WHERE id = ?", JobStore::job, id).stream()
                .findFirst();
    }

    /** Returns the newest jobs of a kind, the newest first. */
    public List<Job> newest(JobKind kind, int most) {
        return ask(
                "SELECT " + COLUMNS + " FROM graph_sync_job WHERE kind = ? ORDER BY started_at DESC LIMIT ?",
                JobStore::job,
                kind.word(),
                most);
    }

    /**
     * Keeps how far a job has come. Both go together: what the checkpoint says is done is done.
     *
     * @return false if an operator wants the job to end
     */
    public boolean save(UUID id, JsonNode checkpoint, JsonNode progress) {
        return keep("checkpoint = ?::jsonb, progress = ?::jsonb", checkpoint.toString(), progress.toString(), id);
    }

    /**
     * Keeps what a job does at the moment, for people.
     *
     * @return false if an operator wants the job to end
     */
    public boolean say(UUID id, String activity) {
        return keep("progress = progress || jsonb_build_object('activity', ?::text)", activity, id);
    }

    /** A thread that comes late does not bring a job back that has ended. */
    private boolean keep(String changes, Object... parameters) {
        String sql = "UPDATE graph_sync_job SET state = 'running', updated_at = now(), ended_at = NULL, " + changes
                + " WHERE id = ? AND state IN ('running', 'interrupted') RETURNING cancelled_by IS NULL";
        return ask(sql, row -> row.getBoolean(1), parameters).contains(true);
    }

    /** Ends a job, or puts it down for another process. */
    public void end(UUID id, JobState state, JsonNode result) {
        ask(
                "UPDATE graph_sync_job SET state = ?, result = ?::jsonb, updated_at = now(), ended_at = now() WHERE id = ?"
                        + " RETURNING id",
                row -> true,
                state.word(),
                result.toString(),
                id);
    }

    /** Removes jobs of a kind that were begun longer ago than this. */
    public void forget(JobKind kind, Duration age) {
        ask(
                "DELETE FROM graph_sync_job WHERE kind = ? AND started_at < now() - ? * interval '1 second' RETURNING id",
                row -> true,
                kind.word(),
                age.toSeconds());
    }

    /** Returns the moment through which a comparison found the graph equal last; empty where none did. */
    public Optional<Instant> verifiedThrough() {
        return ask(
                        "SELECT max((result->>'through')::timestamptz) FROM graph_sync_job"
                                + " WHERE kind = 'verify' AND (result->>'equal')::boolean",
                        row -> time(row.getObject(1, OffsetDateTime.class)))
                .getFirst();
    }

    /** Asks the process that works on a job to end it. */
    public void cancel(UUID id, String by) {
        ask(
                "UPDATE graph_sync_job SET cancelled_by = ?, updated_at = now() WHERE id = ? RETURNING id",
                row -> true,
                by,
                id);
    }

    /**
     * Connects anew after a failure; the lock was lost with the old connection.
     *
     * @return false if another process has the lock now
     * @throws JobException if PostgreSQL can't be reached
     */
    public synchronized boolean reconnect() {
        try {
            connection.close();
        } catch (SQLException gone) {
            // It is of no use any more.
        }
        connection = connect(database);
        return tryLock();
    }

    private interface Mapper<T> {
        T map(ResultSet row) throws SQLException;
    }

    private synchronized <T> List<T> ask(String sql, Mapper<T> mapper, Object... parameters) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            List<T> rows = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    rows.add(mapper.map(row));
                }
            }
            return rows;
        } catch (SQLException failure) {
            throw failure("The jobs in PostgreSQL can't be read or written", failure);
        }
    }

    private static Job job(ResultSet row) throws SQLException {
        return new Job(
                row.getObject("id", UUID.class),
                JobKind.of(row.getString("kind")),
                JobState.of(row.getString("state")),
                json(row, "options"),
                json(row, "checkpoint"),
                json(row, "progress"),
                json(row, "result"),
                row.getString("note"),
                row.getString("started_by"),
                row.getObject("started_at", OffsetDateTime.class).toInstant(),
                row.getObject("updated_at", OffsetDateTime.class).toInstant(),
                time(row.getObject("ended_at", OffsetDateTime.class)),
                Optional.ofNullable(row.getString("cancelled_by")));
    }

    private static Optional<Instant> time(@Nullable OffsetDateTime time) {
        return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
    }

    private static JsonNode json(ResultSet row, String column) throws SQLException {
        try {
            return JSON.readTree(row.getString(column));
        } catch (JsonProcessingException malformed) {
            throw new IllegalStateException("PostgreSQL returned malformed jsonb", malformed);
        }
    }

    private static JobException failure(String attempt, SQLException failure) {
        String hint = "42P01".equals(failure.getSQLState()) ? "; run: ./migrate pg --apply" : "";
        return new JobException(attempt + ": " + failure.getMessage() + hint, failure);
    }

    @Override
    public synchronized void close() {
        try {
            connection.close();
        } catch (SQLException failure) {
            throw failure("The connection to PostgreSQL can't be closed", failure);
        }
    }
}
