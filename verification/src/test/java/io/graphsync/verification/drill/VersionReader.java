package io.graphsync.verification.drill;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Record;
import org.neo4j.driver.Session;

/** A reader of the graph, who notes whenever a conversation is older than when it was read before. */
final class VersionReader {
    private static final int MOST = 2_000;
    private static final long PAUSE_NANOS = 20_000_000;
    private static final long REFRESH_NANOS = 1_000_000_000;
    private static final String LATELY =
            "SELECT entity_id::text FROM graph_outbox WHERE event_type LIKE 'conversation%'"
                    + " ORDER BY seq DESC LIMIT 200";
    private static final String LIVE =
            "UNWIND $ids AS id MATCH (c:Conversation {id: id}) WHERE c.seq IS NOT NULL RETURN id, c.seq AS seq";
    private static final String DELETED =
            "UNWIND $ids AS id MATCH (t:GraphsyncTombstone {key: 'conversation:' + id}) RETURN id, t.seq AS seq";

    private final Connection rows;
    private final Set<String> ids = new HashSet<>();
    private final Map<String, Long> seen = new HashMap<>();
    private final List<String> older = new ArrayList<>();
    private final AtomicBoolean goOn = new AtomicBoolean(true);
    private final CompletableFuture<Void> reading;
    private volatile Driver graph;
    private long reads;

    private VersionReader(Connection rows, Driver graph) {
        this.rows = rows;
        this.graph = graph;
        this.reading = CompletableFuture.runAsync(
                this::read, task -> Thread.ofVirtual().name("drill-reader").start(task));
    }

    /** Begins to read. */
    static VersionReader start(Connection rows, Driver graph) {
        return new VersionReader(rows, graph);
    }

    /** Reads another graph from now on. */
    void changeTo(Driver other) {
        graph = other;
    }

    /** What was read: how often, and what was older than before. */
    record Seen(long reads, List<String> older) {}

    /** Ends the reading. */
    Seen end() {
        goOn.set(false);
        reading.join();
        return new Seen(reads, List.copyOf(older));
    }

    private void read() {
        long refreshed = 0;
        while (goOn.get()) {
            try {
                if (System.nanoTime() - refreshed > REFRESH_NANOS && ids.size() < MOST) {
                    refresh();
                    refreshed = System.nanoTime();
                }
                readOnce();
            } catch (SQLException failure) {
                throw new IllegalStateException(failure);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void refresh() throws SQLException {
        try (Statement statement = rows.createStatement();
                ResultSet row = statement.executeQuery(LATELY)) {
            while (row.next()) {
                ids.add(row.getString(1));
            }
        }
        rows.commit();
    }

    /**
     * Reads the living before the deleted: the other way round, a conversation that is deleted between the two would be neither, as a
     * reader of Neo4j sees what is committed at each moment.
     */
    private void readOnce() {
        Map<String, Long> versions = new HashMap<>();
        ids.forEach(id -> versions.put(id, 0L));
        try (Session session = graph.session()) {
            for (String statement : List.of(LIVE, DELETED)) {
                for (Record row :
                        session.run(statement, Map.of("ids", List.copyOf(ids))).list()) {
                    versions.merge(row.get("id").asString(), row.get("seq").asLong(), Math::max);
                }
            }
        }
        versions.forEach(this::note);
        reads++;
    }

    private void note(String id, long seq) {
        long before = seen.getOrDefault(id, 0L);
        if (seq < before) {
            older.add(id + " was at " + before + ", and is at " + seq);
        }
        seen.put(id, Math.max(before, seq));
    }
}
