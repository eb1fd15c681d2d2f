package io.graphsync.schema.target;

import io.graphsync.schema.file.FileRef;
import io.graphsync.schema.file.MigrationFile;
import io.graphsync.schema.file.Store;
import io.graphsync.schema.gate.Approval;
import io.graphsync.schema.gate.RecordedOverride;
import io.graphsync.schema.parse.TextFingerprint;
import io.graphsync.schema.plan.AppliedFile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.neo4j.driver.Record;
import org.neo4j.driver.Transaction;
import org.neo4j.driver.Value;

/**
 * The history of Neo4j: one node a file, with the labels Migration and GraphsyncMigration. The second one is what the tool
 * looks for, since a domain may have migrations of its own.
 *
 * <p>Neo4j refuses writes in a transaction that changes the schema, so the history is written in transactions of its own.
 */
final class GraphHistory {
    private static final List<String> CONSTRAINTS = List.of(
            "CREATE CONSTRAINT graphsync_migration_file IF NOT EXISTS FOR (m:GraphsyncMigration) REQUIRE m.file IS UNIQUE",
            "CREATE CONSTRAINT graphsync_environment_id IF NOT EXISTS FOR (e:GraphsyncEnvironment) REQUIRE e.id IS UNIQUE",
            "CREATE CONSTRAINT graphsync_migration_lock_id IF NOT EXISTS FOR (l:GraphsyncMigrationLock) REQUIRE l.id IS UNIQUE",
            "CREATE CONSTRAINT graphsync_migration_override_approval IF NOT EXISTS FOR (o:GraphsyncOverride) REQUIRE o.approval IS UNIQUE");

    private final GraphSession session;
    private final String user;

    GraphHistory(GraphSession session, String user) {
        this.session = session;
        this.user = user;
    }

    /** The uniqueness that history, environment and lock rest on. */
    void createConstraints() {
        long there = session.read(
                        "SHOW CONSTRAINTS YIELD name WHERE name STARTS WITH 'graphsync_migration_' OR name = 'graphsync_environment_id' RETURN count(*) AS c",
                        Map.of())
                .getFirst()
                .get("c")
                .asLong();
        if (there < CONSTRAINTS.size()) {
            CONSTRAINTS.forEach(cypher -> session.write(cypher, Map.of()));
        }
    }

    void recordEnvironment(String environment) {
        session.write(
                "MERGE (e:GraphsyncEnvironment {id: 'environment'})"
                        + " ON CREATE SET e.name = $name, e.recorded_at = datetime(), e.recorded_by = $user",
                Map.of("name", environment, "user", user));
    }

    Optional<String> environment() {
        return session
                .read("MATCH (e:GraphsyncEnvironment {id: 'environment'}) RETURN e['name'] AS name", Map.of())
                .stream()
                .findFirst()
                .map(row -> row.get("name").asString());
    }

    List<AppliedFile> read() {
        return read(false);
    }

    /** The files whose rollback was started and is not over. */
    List<AppliedFile> undoing() {
        return read(true);
    }

    private List<AppliedFile> read(boolean down) {
        List<AppliedFile> files = new ArrayList<>();
        // Properties are asked for by map, so that an empty database draws no warning about unknown names.
        for (Record row : session.read(
                "MATCH (m:GraphsyncMigration) WITH properties(m) AS p WHERE coalesce(p.down, false) = $down"
                        + " RETURN p ORDER BY p.number",
                Map.of("down", down))) {
            files.add(file(row.get("p")));
        }
        return files;
    }

    private static AppliedFile file(Value node) {
        Optional<Instant> appliedAt = node.get("applied_at").isNull()
                ? Optional.empty()
                : Optional.of(node.get("applied_at").asZonedDateTime().toInstant());
        return new AppliedFile(
                new FileRef(Store.NEO4J, node.get("number").asInt()),
                node.get("file").asString(),
                node.get("checksum").asString(),
                node.get("state").asString().equals("applied"),
                node.get("statements_done").asInt(),
                node.get("statements_total").asInt(),
                node.get("done_digest").asString(),
                appliedAt,
                node.get("applied_by").asString(),
                Duration.ofMillis(node.get("duration_ms").asLong()),
                node.get("tool_version").asString(),
                node.get("fingerprint").isNull()
                        ? Optional.empty()
                        : Optional.of(node.get("fingerprint").asString()));
    }

    /** What was applied, the schema as the server shows it, and the database's own identity. */
    String fingerprint() {
        List<String> parts = new ArrayList<>();
        session.read("CALL db.info() YIELD id, name RETURN id + ' ' + name AS part", Map.of())
                .forEach(row -> parts.add(row.get("part").asString()));
        for (String kind : List.of("CONSTRAINTS", "INDEXES")) {
            session.read(
                            "SHOW " + kind + " YIELD name, type, entityType, labelsOrTypes, properties"
                                    + " ORDER BY name WHERE NOT name STARTS WITH 'graphsync_'",
                            Map.of())
                    .forEach(row -> parts.add(kind + row.asMap()));
        }
        read().forEach(file -> parts.add(file.name() + "=" + file.checksum() + "@" + file.statementsDone()));
        parts.add(environment().orElse(""));
        return String.join("\n", parts);
    }

    Optional<String> usedApproval(UUID id) {
        return session
                .read(
                        "MATCH (o:GraphsyncOverride {approval: $id}) WITH properties(o) AS p"
                                + " RETURN toString(p.used_at) + ' by ' + p.used_by AS used",
                        Map.of("id", id.toString()))
                .stream()
                .findFirst()
                .map(row -> row.get("used").asString());
    }

    void recordOverride(RecordedOverride override, String toolVersion) {
        Approval approval = override.approval();
        session.write(
                """
                CREATE (o:GraphsyncOverride {approval: $id})
                SET o.approved_by = $by, o.expires_at = datetime($expires), o.plan_digest = $digest,
                    o.environment = $environment, o.statements = $statements, o.backup = $backup,
                    o.restore_command = $restore, o.used_at = datetime(), o.used_by = $user, o.tool_version = $version""",
                Map.of(
                        "id", approval.id().toString(),
                        "by", approval.by(),
                        "expires", approval.expires().toString(),
                        "digest", approval.planDigest(),
                        "environment", approval.environment(),
                        "statements", override.statements(),
                        "backup", override.backup(),
                        "restore", override.restore(),
                        "user", user,
                        "version", toolVersion));
    }

    /** Records that a file was started, or goes on; returns how many of its statements were started before. */
    int start(MigrationFile file, int total, int done, String doneDigest, String toolVersion) {
        Map<String, Object> parameters = new HashMap<>(Map.of(
                "file", file.name(),
                "number", file.ref().number(),
                "down", file.isDown(),
                "checksum", file.checksum(),
                "total", total,
                "done", done,
                "digest", doneDigest,
                "user", user,
                "version", toolVersion));
        parameters.put("fingerprint", TextFingerprint.of(file).orElse(null));
        return session.write("""
                        MERGE (m:GraphsyncMigration {file: $file})
                          ON CREATE SET m:Migration, m.number = $number, m.down = $down, m.state = 'running', m.statements_done = $done,
                            m.statements_started = $done, m.done_digest = $digest, m.started_at = datetime(),
                            m.duration_ms = 0
                          SET m.checksum = $checksum, m.statements_total = $total, m.applied_by = $user,
                            m.tool_version = $version, m.fingerprint = $fingerprint
                        RETURN m.statements_started AS started""", parameters).getFirst().get("started").asInt();
    }

    void markStarted(MigrationFile file, int started) {
        session.write(
                "MATCH (m:GraphsyncMigration {file: $file}) SET m.statements_started = $started",
                Map.of("file", file.name(), "started", started));
    }

    void markDone(MigrationFile file, int done, String doneDigest) {
        session.inTransaction(Duration.ofSeconds(60), transaction -> {
            markDone(transaction, file, done, doneDigest);
            return done;
        });
    }

    /** Records a statement in the transaction that ran it. */
    void markDone(Transaction transaction, MigrationFile file, int done, String doneDigest) {
        transaction
                .run("""
                        MATCH (m:GraphsyncMigration {file: $file})
                        SET m.statements_done = $done, m.statements_started = $done, m.done_digest = $digest""", Map.of("file", file.name(), "done", done, "digest", doneDigest))
                .consume();
    }

    /** Records that all of a file is applied; one that takes another back goes, and the other with it. */
    void finish(MigrationFile file, Duration duration) {
        if (file.isDown()) {
            takeBack(file);
            return;
        }
        session.write("""
                MATCH (m:GraphsyncMigration {file: $file})
                SET m.state = 'applied', m.applied_at = datetime(), m.duration_ms = $millis""", Map.of("file", file.name(), "millis", duration.toMillis()));
    }

    private void takeBack(MigrationFile down) {
        session.write("""
                MATCH (up:GraphsyncMigration {number: $number}) WHERE NOT coalesce(up.down, false)
                MATCH (down:GraphsyncMigration {file: $file})
                CREATE (r:GraphsyncRollback)
                SET r.file = up.file, r.checksum = up.checksum, r.down_checksum = down.checksum,
                    r.applied_at = up.applied_at, r.taken_back_at = datetime(), r.taken_back_by = $user,
                    r.tool_version = down.tool_version
                DELETE up, down""", Map.of("number", down.ref().number(), "file", down.name(), "user", user));
    }
}
