package io.graphsync.verification.chaos.judge;

import io.graphsync.stack.Neo4jServer;
import io.graphsync.verification.chaos.stage.Credentials;
import io.graphsync.verification.chaos.stage.Servers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Config;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.Session;
import org.neo4j.driver.exceptions.Neo4jException;

/**
 * Measures how long the pipeline needs after a fault: writes a row when the fault was taken back, as soon as PostgreSQL
 * takes it, and looks for it in the graph. Owns a thread.
 */
public final class Recovery implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(50);

    /** Hears when a row has arrived. */
    @FunctionalInterface
    public interface Listener {
        void recovered(int fault, Duration after);
    }

    private static final class Marker {
        final int fault;
        final long since = System.nanoTime();
        final UUID id = UUID.randomUUID();
        boolean written;

        Marker(int fault) {
            this.fault = fault;
        }
    }

    private final Servers servers;
    private final Listener listener;
    private final Queue<Marker> markers = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean closed;

    /** Begins to look. */
    public Recovery(Servers servers, Listener listener) {
        this.servers = servers;
        this.listener = listener;
        this.thread = Thread.ofPlatform().name("recovery").daemon(true).start(this::run);
    }

    /** A fault was taken back this moment. */
    public void mark(int fault) {
        markers.add(new Marker(fault));
    }

    /** Whether every row has arrived. */
    public boolean isIdle() {
        return markers.isEmpty();
    }

    /** How many rows have not arrived. */
    public int waiting() {
        return markers.size();
    }

    private void run() {
        Neo4jServer neo4j = servers.neo4j();
        try (Driver driver = GraphDatabase.driver(
                neo4j.uri(),
                AuthTokens.basic(neo4j.user(), neo4j.password()),
                Config.builder()
                        .withoutEncryption()
                        .withConnectionTimeout(2, TimeUnit.SECONDS)
                        .withConnectionAcquisitionTimeout(2, TimeUnit.SECONDS)
                        .withMaxTransactionRetryTime(0, TimeUnit.SECONDS)
                        .build())) {
            while (!closed) {
                if (!markers.isEmpty()) {
                    write();
                    look(driver);
                }
                TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        if (markers.stream().allMatch(marker -> marker.written)) {
            return;
        }
        try (Connection connection = Credentials.connectAsApplication(servers);
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO conversations (id, title) VALUES (?, 'after a fault') ON CONFLICT DO NOTHING")) {
            for (Marker marker : markers) {
                if (!marker.written) {
                    insert.setObject(1, marker.id);
                    insert.executeUpdate();
                    connection.commit();
                    marker.written = true;
                }
            }
        } catch (SQLException away) {
            // Another fault has PostgreSQL; the next round tries again.
        }
    }

    private void look(Driver driver) {
        List<String> wanted = markers.stream()
                .filter(marker -> marker.written)
                .map(marker -> marker.id.toString())
                .toList();
        if (wanted.isEmpty()) {
            return;
        }
        Set<String> found = new HashSet<>();
        try (Session session = driver.session()) {
            session.run(
                            "MATCH (c:Conversation) WHERE c.id IN $ids AND c.seq IS NOT NULL RETURN c.id AS id",
                            Map.of("ids", wanted))
                    .forEachRemaining(row -> found.add(row.get("id").asString()));
        } catch (Neo4jException away) {
            return; // Another fault has Neo4j; the next round asks again.
        }
        markers.removeIf(marker -> {
            boolean arrived = found.contains(marker.id.toString());
            if (arrived) {
                listener.recovered(marker.fault, Duration.ofNanos(System.nanoTime() - marker.since));
            }
            return arrived;
        });
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
