package io.graphsync.verification.chaos.judge;

import io.graphsync.sink.database.DatabaseSettings;
import io.graphsync.sink.verify.GraphVerifier;
import io.graphsync.sink.verify.VerifyException;
import io.graphsync.sink.verify.VerifyReport;
import io.graphsync.sink.write.GraphSettings;
import io.graphsync.source.SourceConfig;
import io.graphsync.stack.Neo4jServer;
import io.graphsync.stack.PostgresServer;
import io.graphsync.verification.chaos.stage.Credentials;
import io.graphsync.verification.chaos.stage.Servers;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Looks at everything past the pipeline and its proxies, again and again until all is well or the patience is at its end.
 * What is still missing then is lost. One thread.
 */
public final class Judge {
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final String HEARTBEAT = "source.heartbeat.interval.ms";

    private final Servers servers;
    private final Set<UUID> poison;
    private final Set<UUID> confirmedPoison;
    private final Consumer<String> say;

    /**
     * Makes a judge of rows that nobody writes any more.
     *
     * @param poison ids of rows that can't be applied; some may never have been committed
     * @param confirmedPoison those of them that were
     * @param say hears what is still missing
     */
    public Judge(Servers servers, Set<UUID> poison, Set<UUID> confirmedPoison, Consumer<String> say) {
        this.servers = servers;
        this.poison = Set.copyOf(poison);
        this.confirmedPoison = Set.copyOf(confirmedPoison);
        this.say = say;
    }

    /** Waits until all is well, at most for that time, and returns the verdict of a look that began when it was over. */
    public Verdict await(Duration patience) throws InterruptedException, SQLException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            // A look takes minutes on a busy machine, and what it read first is old when it ends.
            boolean last = System.nanoTime() > deadline;
            Verdict verdict = Verdict.of(gather());
            if (verdict.isClean() || last) {
                return verdict;
            }
            say.accept("not yet: lost " + verdict.lost() + ", wrong " + verdict.wrong() + ", such as: "
                    + verdict.findings().stream().findFirst().orElse(""));
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        }
    }

    private Evidence gather() throws SQLException {
        Neo4jServer neo4j = servers.neo4j();
        GraphSettings graph =
                GraphSettings.of(URI.create(neo4j.uri()), neo4j.user(), neo4j.password(), Neo4jServer.DATABASE);
        TopicContents topics = new TopicContents(servers.kafka().bootstrapServers());
        try (Connection rows = Credentials.connectAsAdministrator(servers)) {
            Set<UUID> outbox = ids(rows, "SELECT id FROM graph_outbox");
            Set<UUID> unsent = new HashSet<>(outbox);
            unsent.removeAll(topics.events());
            Set<UUID> gone = new HashSet<>(confirmedPoison);
            gone.removeAll(outbox);
            Set<UUID> expected = new HashSet<>(poison);
            expected.retainAll(outbox);
            return new Evidence(
                    outbox.size(),
                    unsent,
                    gone,
                    expected,
                    topics.openLetters(),
                    ids(rows, "SELECT id FROM graph_outbox WHERE status = 'deadletter'"),
                    compare(graph),
                    Versions.differences(rows, graph),
                    states(rows));
        }
    }

    private VerifyReport compare(GraphSettings graph) {
        PostgresServer postgres = servers.postgres();
        DatabaseSettings database =
                new DatabaseSettings(postgres.jdbcUrl(PostgresServer.DATABASE), postgres.user(), postgres.password());
        try {
            return new GraphVerifier(database, graph).verify();
        } catch (VerifyException unreadable) {
            throw new IllegalStateException("graph and rows can't be compared: " + unreadable.getMessage(), unreadable);
        }
    }

    /** The states that the pipeline tells; empty for one that has no heartbeat. */
    private static Optional<Map<String, Long>> states(Connection rows) throws SQLException {
        if (!SourceConfig.definition().names().contains(HEARTBEAT)) {
            return Optional.empty();
        }
        Map<String, Long> states = new HashMap<>();
        try (Statement statement = rows.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT state, count(*) FROM graph_outbox_status GROUP BY state")) {
            while (row.next()) {
                states.put(row.getString(1), row.getLong(2));
            }
        }
        return Optional.of(states);
    }

    private static Set<UUID> ids(Connection rows, String query) throws SQLException {
        Set<UUID> ids = new HashSet<>();
        try (Statement statement = rows.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                UUID id = row.getObject(1, UUID.class);
                if (id != null) {
                    ids.add(id);
                }
            }
        }
        return ids;
    }
}
