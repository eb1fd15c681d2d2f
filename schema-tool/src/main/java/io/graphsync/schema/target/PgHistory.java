package io.graphsync.schema.target;

import io.graphsync.schema.file.FileRef;
import io.graphsync.schema.file.MigrationFile;
import io.graphsync.schema.file.Store;
import io.graphsync.schema.gate.Approval;
import io.graphsync.schema.gate.RecordedOverride;
import io.graphsync.schema.parse.TextFingerprint;
import io.graphsync.schema.plan.AppliedFile;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The history of PostgreSQL: one row a file, in a schema that applications cannot write. Only {@code public} shows it to
 * them, through a view.
 */
final class PgHistory {
    private static final String TABLE = "graphsync_schema.schema_migrations";

    private static final String OVERRIDES = "graphsync_schema.overrides";

    private static final List<String> DEFINITION =
            List.of("CREATE SCHEMA IF NOT EXISTS graphsync_schema", """
            CREATE TABLE IF NOT EXISTS graphsync_schema.schema_migrations (
              file_name text PRIMARY KEY,
              number integer NOT NULL,
              direction text NOT NULL DEFAULT 'up' CHECK (direction IN ('up', 'down')),
              checksum text NOT NULL,
              state text NOT NULL CHECK (state IN ('running', 'applied')),
              statements_total integer NOT NULL,
              statements_done integer NOT NULL,
              statements_started integer NOT NULL,
              done_digest text NOT NULL,
              started_at timestamptz NOT NULL DEFAULT now(),
              applied_at timestamptz,
              applied_by text NOT NULL DEFAULT session_user,
              duration_ms bigint NOT NULL DEFAULT 0,
              tool_version text NOT NULL,
              fingerprint text,
              UNIQUE (number, direction)
            )""", """
            CREATE TABLE IF NOT EXISTS graphsync_schema.rollbacks (
              file_name text NOT NULL,
              checksum text NOT NULL,
              down_checksum text NOT NULL,
              applied_at timestamptz,
              taken_back_at timestamptz NOT NULL DEFAULT clock_timestamp(),
              taken_back_by text NOT NULL DEFAULT session_user,
              tool_version text NOT NULL
            )""", """
            CREATE TABLE IF NOT EXISTS graphsync_schema.environment (
              only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
              name text NOT NULL,
              recorded_at timestamptz NOT NULL DEFAULT now(),
              recorded_by text NOT NULL DEFAULT session_user
            )""", """
            CREATE TABLE IF NOT EXISTS graphsync_schema.overrides (
              approval uuid PRIMARY KEY,
              approved_by text NOT NULL,
              expires_at timestamptz NOT NULL,
              plan_digest text NOT NULL,
              environment text NOT NULL,
              statements text NOT NULL,
              backup text NOT NULL,
              restore_command text NOT NULL,
              used_at timestamptz NOT NULL DEFAULT clock_timestamp(),
              used_by text NOT NULL DEFAULT session_user,
              tool_version text NOT NULL
            )""");

    /** OFFSET keeps the view from being writable, whatever rights on tables of public a role is given later. */
    private static final String VIEW = """
            CREATE VIEW public.schema_migrations AS
              SELECT file_name, checksum, state, statements_done, statements_total, applied_at, applied_by, duration_ms,
                     tool_version
                FROM graphsync_schema.schema_migrations WHERE direction = 'up' ORDER BY number OFFSET 0""";

    private final PgSession session;

    PgHistory(PgSession session) {
        this.session = session;
    }

    private boolean exists(String relation) throws SQLException {
        return !session.query("SELECT to_regclass(?)::text", relation)
                .getFirst()
                .isNull(0);
    }

    List<AppliedFile> read() throws SQLException {
        return read("up");
    }

    /** The files whose rollback was started and is not over. */
    List<AppliedFile> undoing() throws SQLException {
        return read("down");
    }

    private List<AppliedFile> read(String direction) throws SQLException {
        List<AppliedFile> files = new ArrayList<>();
        if (!exists(TABLE)) {
            return files;
        }
        for (PgSession.Row row : session.query("""
                SELECT number, file_name, checksum, state, statements_done, statements_total, done_digest,
                       to_char(applied_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), applied_by, duration_ms,
                       tool_version, to_jsonb(m) ->> 'fingerprint'
                  FROM graphsync_schema.schema_migrations m WHERE direction = ? ORDER BY number""", direction)) {
            files.add(new AppliedFile(
                    new FileRef(Store.PG, Integer.parseInt(row.text(0))),
                    row.text(1),
                    row.text(2),
                    row.text(3).equals("applied"),
                    Integer.parseInt(row.text(4)),
                    Integer.parseInt(row.text(5)),
                    row.text(6),
                    row.isNull(7) ? Optional.empty() : Optional.of(Instant.parse(row.text(7))),
                    row.text(8),
                    Duration.ofMillis(Long.parseLong(row.text(9))),
                    row.text(10),
                    row.isNull(11) ? Optional.empty() : Optional.of(row.text(11))));
        }
        return files;
    }

    Optional<String> environment() throws SQLException {
        if (!exists("graphsync_schema.environment")) {
            return Optional.empty();
        }
        return session.query("SELECT name FROM graphsync_schema.environment").stream()
                .findFirst()
                .map(row -> row.text(0));
    }

    /** Creates what is not there yet, and records the environment's name at first contact. */
    void prepare(String environment) throws SQLException {
        session.inTransaction(() -> {
            if (!exists(TABLE) || !exists("graphsync_schema.environment") || !exists(OVERRIDES)) {
                for (String sql : DEFINITION) {
                    session.execute(sql);
                }
            }
            if (!hasFingerprints()) {
                session.execute("ALTER TABLE graphsync_schema.schema_migrations ADD COLUMN fingerprint text");
            }
            if (!exists("public.schema_migrations") && mayCreateInPublic()) {
                session.execute(VIEW);
            }
            session.query(
                    "INSERT INTO graphsync_schema.environment (name) VALUES (?) ON CONFLICT DO NOTHING", environment);
        });
    }

    /** Histories of the first builds have none. */
    private boolean hasFingerprints() throws SQLException {
        return !session.query("""
                        SELECT 1 FROM pg_attribute WHERE attrelid = 'graphsync_schema.schema_migrations'::regclass
                           AND attname = 'fingerprint' AND NOT attisdropped""").isEmpty();
    }

    private boolean mayCreateInPublic() throws SQLException {
        return session.query("""
                        SELECT coalesce(bool_or(has_schema_privilege(oid, 'CREATE')), false)
                          FROM pg_namespace WHERE nspname = 'public'""").getFirst().text(0).equals("t");
    }

    /**
     * The first migrations are often applied by a superuser, later ones by the role {@code migrator} that they created:
     * it has to be able to go on with this history.
     */
    void shareWithMigrator() throws SQLException {
        List<PgSession.Row> lacking = session.query("""
                SELECT 1 FROM pg_roles r, pg_class c
                 WHERE r.rolname = 'migrator' AND c.relnamespace = to_regnamespace('graphsync_schema') AND c.relkind = 'r'
                   AND pg_has_role(c.relowner, 'USAGE') AND NOT has_table_privilege(r.oid, c.oid, 'UPDATE')""");
        if (!lacking.isEmpty()) {
            session.execute("GRANT USAGE ON SCHEMA graphsync_schema TO migrator");
            session.execute(
                    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA graphsync_schema TO migrator");
        }
    }

    /** What was applied, and what the tool knows of the database's identity. */
    String fingerprint() throws SQLException {
        String files = read().stream()
                .map(file -> file.name() + "=" + file.checksum() + "@" + file.statementsDone())
                .collect(Collectors.joining(","));
        return environment().orElse("") + " " + files;
    }

    Optional<String> usedApproval(UUID id) throws SQLException {
        if (!exists(OVERRIDES)) {
            return Optional.empty();
        }
        return session
                .query(
                        "SELECT used_at::text || ' by ' || used_by FROM graphsync_schema.overrides WHERE approval = ?::uuid",
                        id.toString())
                .stream()
                .findFirst()
                .map(row -> row.text(0));
    }

    void recordOverride(RecordedOverride override, String toolVersion) throws SQLException {
        Approval approval = override.approval();
        session.query(
                """
                INSERT INTO graphsync_schema.overrides
                    (approval, approved_by, expires_at, plan_digest, environment, statements, backup, restore_command,
                     tool_version)
                  VALUES (?::uuid, ?, ?::timestamptz, ?, ?, ?, ?, ?, ?)""",
                approval.id().toString(),
                approval.by(),
                approval.expires().toString(),
                approval.planDigest(),
                approval.environment(),
                String.join("\n", override.statements()),
                override.backup(),
                override.restore(),
                toolVersion);
    }

    /** Records that a file was started, or goes on after a part of it was done. */
    void start(MigrationFile file, int total, int done, String doneDigest, String toolVersion) throws SQLException {
        session.query(
                """
                INSERT INTO graphsync_schema.schema_migrations
                    (file_name, number, direction, checksum, state, statements_total, statements_done, statements_started,
                     done_digest, tool_version, fingerprint)
                  VALUES (?, ?, ?, ?, 'running', ?, ?, ?, ?, ?, nullif(?, ''))
                  ON CONFLICT (file_name) DO UPDATE SET checksum = excluded.checksum,
                    statements_total = excluded.statements_total, tool_version = excluded.tool_version,
                    fingerprint = excluded.fingerprint""",
                file.name(),
                file.ref().number(),
                file.isDown() ? "down" : "up",
                file.checksum(),
                total,
                done,
                done,
                doneDigest,
                toolVersion,
                TextFingerprint.of(file).orElse(""));
    }

    /** How many statements of a file were started: one more than done if the last one's end is not known. */
    int started(MigrationFile file) throws SQLException {
        return session
                .query(
                        "SELECT statements_started FROM graphsync_schema.schema_migrations WHERE file_name = ?",
                        file.name())
                .stream()
                .findFirst()
                .map(row -> Integer.parseInt(row.text(0)))
                .orElse(0);
    }

    void markStarted(MigrationFile file, int started) throws SQLException {
        session.query(
                "UPDATE graphsync_schema.schema_migrations SET statements_started = ? WHERE file_name = ?",
                started,
                file.name());
    }

    void markDone(MigrationFile file, int done, String doneDigest) throws SQLException {
        session.query("""
                UPDATE graphsync_schema.schema_migrations
                   SET statements_done = ?, statements_started = ?, done_digest = ? WHERE file_name = ?""", done, done, doneDigest, file.name());
    }

    /** Records that all of a file is applied; one that takes another back goes, and the other with it. */
    void finish(MigrationFile file, Duration duration) throws SQLException {
        if (file.isDown()) {
            takeBack(file);
            return;
        }
        session.query("""
                UPDATE graphsync_schema.schema_migrations
                   SET state = 'applied', applied_at = clock_timestamp(), duration_ms = ?, applied_by = session_user
                 WHERE file_name = ?""", duration.toMillis(), file.name());
    }

    /** One statement, so that nothing of it is seen without the rest, in or out of a transaction. */
    private void takeBack(MigrationFile down) throws SQLException {
        session.query("""
                WITH gone AS (
                  DELETE FROM graphsync_schema.schema_migrations WHERE number = ?
                    RETURNING file_name, direction, checksum, applied_at, tool_version)
                INSERT INTO graphsync_schema.rollbacks (file_name, checksum, down_checksum, applied_at, tool_version)
                  SELECT up.file_name, up.checksum, down.checksum, up.applied_at, down.tool_version
                    FROM gone AS up, gone AS down WHERE up.direction = 'up' AND down.direction = 'down'""", down.ref().number());
    }
}
