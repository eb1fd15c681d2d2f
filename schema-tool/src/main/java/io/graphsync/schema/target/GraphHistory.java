package io.graphsync.schema.target;

import io.graphsync.schema.file.FileRef;
import io.graphsync.schema.file.MigrationFile;
import io.graphsync.schema.file.Store;
import io.graphsync.schema.plan.AppliedFile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
            "CREATE CONSTRAINT graphsync_migration_lock_id IF NOT EXISTS FOR (l:GraphsyncMigrationLock) REQUIRE l.id IS UNIQUE");

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
        List<AppliedFile> files = new ArrayList<>();
        // Properties are asked for by map, so that an empty database draws no warning about unknown names.
        for (Record row : session.read(
                "MATCH (m:GraphsyncMigration) WITH properties(m) AS p RETURN p ORDER BY p.number", Map.of())) {
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
                node.get("tool_version").asString());
    }

    /** Records that a file was started, or goes on; returns how many of its statements were started before. */
    int start(MigrationFile file, int total, int done, String doneDigest, String toolVersion) {
        Map<String, Object> parameters = new HashMap<>(Map.of(
                "file", file.name(),
                "number", file.ref().number(),
                "checksum", file.checksum(),
                "total", total,
                "done", done,
                "digest", doneDigest,
                "user", user,
                "version", toolVersion));
        return session.write("""
                        MERGE (m:GraphsyncMigration {file: $file})
                          ON CREATE SET m:Migration, m.number = $number, m.state = 'running', m.statements_done = $done,
                            m.statements_started = $done, m.done_digest = $digest, m.started_at = datetime(),
                            m.duration_ms = 0
                          SET m.checksum = $checksum, m.statements_total = $total, m.applied_by = $user,
                            m.tool_version = $version
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

    void finish(MigrationFile file, Duration duration) {
        session.write("""
                MATCH (m:GraphsyncMigration {file: $file})
                SET m.state = 'applied', m.applied_at = datetime(), m.duration_ms = $millis""", Map.of("file", file.name(), "millis", duration.toMillis()));
    }
}
