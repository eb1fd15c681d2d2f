package io.graphsync.verification.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.graphsync.verification.chaos.judge.Judge;
import io.graphsync.verification.chaos.judge.Verdict;
import io.graphsync.verification.chaos.plan.App;
import io.graphsync.verification.chaos.stage.AppProcess;
import io.graphsync.verification.chaos.stage.Credentials;
import io.graphsync.verification.chaos.stage.Servers;
import io.graphsync.verification.chaos.stage.Stage;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Servers and one process of each part, as operators run them, and what their stores say. One thread. */
final class RunningPipeline implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunningPipeline.class);
    private static final Duration START_PATIENCE = Duration.ofMinutes(2);

    private final Stage stage;
    private final Connection connection;
    private final Queue<String> exits;

    private RunningPipeline(Stage stage, Connection connection, Queue<String> exits) {
        this.stage = stage;
        this.connection = connection;
        this.exits = exits;
    }

    /** Starts everything; the processes' logs stay in the directory. */
    static RunningPipeline start(Path directory) throws IOException, SQLException {
        Queue<String> exits = new ConcurrentLinkedQueue<>();
        Stage stage = Stage.open(
                directory, App.cast(1, 1, 1), (app, code) -> exits.add(app + " with code " + code), LOG::info, 1);
        try {
            stage.processes().forEach(AppProcess::start);
            await().atMost(START_PATIENCE)
                    .until(() -> stage.processes().stream().allMatch(AppProcess::isReady));
            Connection connection = Credentials.connectAsAdministrator(stage.servers());
            connection.setAutoCommit(true);
            return new RunningPipeline(stage, connection, exits);
        } catch (RuntimeException | SQLException failed) {
            stage.close();
            throw failed;
        }
    }

    Servers servers() {
        return stage.servers();
    }

    /** The operator's command line, of this checkout. */
    Path launcher() throws IOException {
        return Stage.launcher();
    }

    /** Runs one statement, as a transaction of its own. */
    void run(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.execute();
        }
    }

    /** Returns the only number that a query gives. */
    long number(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** Returns the version of the newest row. */
    long newest() throws SQLException {
        return number("SELECT coalesce(max(seq), 0) FROM graph_outbox");
    }

    /** Returns how many rows up to a version are neither in the graph nor dead letters. */
    long underWay(long seq) throws SQLException {
        return number(
                "SELECT count(*) FROM graph_outbox_status WHERE seq <= ? AND state IN ('pending', 'retrying')", seq);
    }

    /** Waits until every row up to now is in the graph or a dead letter, and returns how long that took. */
    Duration awaitSettled(Duration patience) throws SQLException {
        long begin = System.nanoTime();
        long seq = newest();
        await().atMost(patience).pollInterval(Duration.ofMillis(100)).until(() -> underWay(seq) == 0);
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    Set<UUID> ids(String sql) throws SQLException {
        Set<UUID> ids = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                ids.add(row.getObject(1, UUID.class));
            }
        }
        return ids;
    }

    /** Compares all stores and topics: what is lost, what is wrong, and whether these alone are open dead letters. */
    void assertNothingLost(Set<UUID> dead) throws SQLException, InterruptedException {
        Verdict verdict = new Judge(stage.servers(), dead, dead, LOG::info).await(Duration.ofMinutes(1));
        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.isClean()).isTrue();
        assertThat(verdict.dead()).isEqualTo(dead.size());
        assertThat(exits).as("processes that ended by themselves").isEmpty();
    }

    @Override
    public void close() throws IOException, SQLException {
        try {
            connection.close();
        } finally {
            stage.close();
        }
    }
}
