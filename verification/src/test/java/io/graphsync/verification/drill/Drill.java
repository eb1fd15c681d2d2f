package io.graphsync.verification.drill;

import com.fasterxml.jackson.databind.JsonNode;
import io.graphsync.sink.database.DatabaseSettings;
import io.graphsync.sink.verify.GraphVerifier;
import io.graphsync.sink.verify.VerifyReport;
import io.graphsync.sink.write.GraphSettings;
import io.graphsync.stack.PostgresServer;
import io.graphsync.stack.ServerKind;
import io.graphsync.verification.chaos.plan.App;
import io.graphsync.verification.chaos.stage.AppProcess;
import io.graphsync.verification.chaos.stage.Credentials;
import io.graphsync.verification.chaos.stage.FileTree;
import io.graphsync.verification.chaos.stage.Servers;
import io.graphsync.verification.chaos.stage.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;

/** The servers, the processes of the pipeline, and what an operator does with them. One thread. */
final class Drill implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final double NANOS = 1e9;
    private static final int INTERRUPTED = 130;

    private final Stage stage;
    private final Path directory;
    private final Consumer<String> say;
    private final Connection rows;
    private final long seed;
    private Optional<SecondGraph> second = Optional.empty();
    private String graphUri;

    private Drill(Stage stage, Path directory, Consumer<String> say, Connection rows, long seed) {
        this.stage = stage;
        this.directory = directory;
        this.say = say;
        this.rows = rows;
        this.seed = seed;
        this.graphUri = stage.servers().neo4j().uri();
    }

    static Drill open(Path directory, long seed, Consumer<String> say) throws IOException, SQLException {
        Stage stage = Stage.open(
                directory,
                App.cast(1, 1, 1),
                (app, code) -> say.accept(app + " ended by itself with code " + code),
                say,
                seed,
                true);
        try {
            Connection rows = Credentials.connectAsAdministrator(stage.servers());
            rows.setAutoCommit(true);
            return new Drill(stage, directory, say, rows, seed);
        } catch (SQLException | RuntimeException failed) {
            stage.close();
            throw failed;
        }
    }

    /** Writes the history while no sink runs, and returns how many events the sink then applied each second. */
    double drain(int messages) throws SQLException, InterruptedException {
        start(App.Part.SOURCE);
        start(App.Part.ROUTER);
        say.accept("writing " + messages + " messages and all that belongs to them");
        try (Connection connection = Credentials.connectAsAdministrator(stage.servers())) {
            new History(connection).write(messages);
        }
        long events = number("SELECT count(*) FROM graph_outbox");
        say.accept("waiting until the topics have " + events + " events");
        // The heartbeat that follows them is in the topics behind them; the source then has nothing to catch up with.
        await(
                "the source",
                () -> number("SELECT count(*) FROM pg_replication_slots WHERE active"
                                + " AND confirmed_flush_lsn >= (SELECT pg_current_wal_lsn() - 1000000)")
                        > 0);
        say.accept("draining them");
        long begin = System.nanoTime();
        long newest = newest();
        start(App.Part.SINK);
        await("the sink", () -> isApplied(newest));
        return events * NANOS / (System.nanoTime() - begin);
    }

    private void start(App.Part part) throws InterruptedException {
        AppProcess process = process(part);
        process.start();
        await(part.id(), process::isReady);
    }

    private AppProcess process(App.Part part) {
        return stage.processes().stream()
                .filter(candidate -> candidate.app().part() == part)
                .findFirst()
                .orElseThrow();
    }

    /**
     * Whether all is in the graph up to a row, which is the last that was written. Asks by indexes: to count the rows that are on
     * their way, again and again, would keep a processor busy that the sink needs.
     */
    private boolean isApplied(long newest) throws SQLException {
        return isPassed(newest) && number("SELECT count(*) FROM graph_outbox WHERE status = 'processing'") == 0;
    }

    private boolean isPassed(long seq) throws SQLException {
        return number("SELECT count(*) FROM graph_outbox_status WHERE state = 'pending' AND seq = " + seq) == 0;
    }

    /** Waits until all that is written by now is in the graph, or waits for another try. */
    void awaitSink() throws InterruptedException {
        long newest = newest();
        await("the sink", () -> isPassed(newest));
    }

    /** Something to wait for. */
    interface Condition {
        boolean holds() throws SQLException;
    }

    static void await(String what, Condition condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                if (condition.holds()) {
                    return;
                }
            } catch (SQLException failure) {
                throw new IllegalStateException(failure);
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(what + " was waited for in vain for " + PATIENCE.toMinutes() + " min");
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private long number(String sql) throws SQLException {
        try (Statement statement = rows.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Begins to write as applications do. */
    Traffic traffic(int perSecond) throws SQLException {
        return Traffic.start(Credentials.connectAsApplication(stage.servers()), seed, perSecond);
    }

    /** Loses Neo4j with all its data, and puts an empty one in its place, as an operator would. */
    void loseGraph() throws IOException {
        say.accept("deleting Neo4j's data");
        returnToFirstGraph();
        stage.servers().neo4j().stop();
        stage.servers().loseData(ServerKind.NEO4J);
        stage.servers().neo4j().start();
        Credentials.migrate(stage.servers());
    }

    /** Undoes a change over to a second graph, if there was one; the first has to be filled again then. */
    private void returnToFirstGraph() {
        String first = stage.servers().neo4j().uri();
        if (!graphUri.equals(first)) {
            restartSinkWith(first);
            graphUri = first;
        }
    }

    /** Runs a rebuild to its end. */
    GraphsyncProcess.Ended rebuild(String... options) throws IOException, InterruptedException {
        GraphsyncProcess.Ended ended = command(options).await(0);
        say.accept(describe(ended));
        return ended;
    }

    static String describe(GraphsyncProcess.Ended ended) {
        JsonNode job = ended.json().path("job");
        return "rebuild " + job.path("state").asText() + " after "
                + ended.took().toSeconds() + " s, at "
                + job.path("progress").path("rate").asLong() + " a second, at most " + ended.peakMegabytes()
                + " MB of memory, "
                + job.path("result").path("verify").path("differences").asText("no") + " differences";
    }

    /** Starts a command of {@code graphsync rebuild}. */
    GraphsyncProcess command(String... options) throws IOException {
        return start("rebuild", options);
    }

    private GraphsyncProcess start(String command, String... options) throws IOException {
        String[] arguments = new String[options.length + 1];
        arguments[0] = command;
        System.arraycopy(options, 0, arguments, 1, options.length);
        GraphsyncProcess started = GraphsyncProcess.start(Stage.launcher(), directory, environment(), arguments);
        stage.watchOver(started.process());
        return started;
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("DATABASE_URL", stage.servers().postgres().uri(PostgresServer.DATABASE));
        environment.put("KAFKA_BOOTSTRAP_SERVERS", stage.servers().kafka().bootstrapServers());
        environment.put("NEO4J_URI", graphUri);
        environment.put("NEO4J_USERNAME", stage.servers().neo4j().user());
        environment.put("NEO4J_PASSWORD", stage.servers().neo4j().password());
        return environment;
    }

    /** Kills a rebuild at random moments, every third time by Ctrl-C, and resumes it, until it has come to its end. */
    GraphsyncProcess.Ended rebuildKilled(int times, String... options) throws IOException, InterruptedException {
        Random random = new Random(seed);
        GraphsyncProcess process = command(options);
        for (int i = 0; i < times; i++) {
            long millis = random.nextLong(1_500, 5_500);
            TimeUnit.MILLISECONDS.sleep(millis);
            if (!process.isAlive()) {
                say.accept("the rebuild had ended before the kill number " + (i + 1));
                break;
            }
            if (i % 3 == 2) {
                process.interrupt();
                // It may have come to its end in that moment, or not yet have begun to listen.
                process.await(INTERRUPTED, 0);
            } else {
                process.kill();
            }
            // A kill may come before there is a job.
            process = isOpen() ? command("resume") : command(options);
        }
        GraphsyncProcess.Ended ended = process.await(0);
        say.accept(describe(ended));
        return ended;
    }

    /** Loses all that Kafka had, as a broker whose disk is gone. */
    void loseKafka() throws IOException {
        say.accept("deleting Kafka's data");
        stage.processes().forEach(AppProcess::stop);
        stage.servers().kafka().stop();
        stage.servers().loseData(ServerKind.KAFKA);
        stage.servers().kafka().start();
        // What a router keeps of topics that are gone is of no use, and would confuse it.
        for (AppProcess process : stage.processes()) {
            FileTree.remove(directory.resolve(process.app().name() + "-state"));
        }
    }

    /** Starts an empty second Neo4j, which ends with the drill. */
    SecondGraph startSecondGraph() throws IOException {
        SecondGraph next = SecondGraph.start(stage.servers().neo4j().password());
        second = Optional.of(next);
        return next;
    }

    /** From now on operators and comparisons look at this graph. */
    void lookAt(String uri) {
        graphUri = uri;
    }

    String graphUri() {
        return graphUri;
    }

    Servers servers() {
        return stage.servers();
    }

    Path directory() {
        return directory;
    }

    void say(String line) {
        say.accept(line);
    }

    void restartSinkWith(String uri) {
        configure(App.Part.SINK, Map.of("NEO4J_URI", uri));
    }

    /**
     * Restarts a part of the pipeline.
     *
     * @param changes to its environment
     */
    void configure(App.Part part, Map<String, String> changes) {
        AppProcess process = process(part);
        process.stop();
        process.configure(changes);
        process.start();
    }

    private boolean isOpen() {
        return newestJob().path("state").asText().equals("interrupted");
    }

    /** Returns what the newest rebuild does at the moment. */
    String activity() {
        return newestJob().path("progress").path("activity").asText();
    }

    private JsonNode newestJob() {
        try {
            return command("status", "--limit=1").await(0).json().path("jobs").path(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Starts all parts of the pipeline. */
    void startAll() throws InterruptedException {
        for (AppProcess process : stage.processes()) {
            process.start();
        }
        await("the pipeline", () -> stage.processes().stream().allMatch(AppProcess::isReady));
    }

    /** Compares as an operator does, while applications write; throws where something differs. */
    void requireNoDifference() throws IOException, InterruptedException {
        verify(0);
    }

    /**
     * Runs {@code graphsync verify}.
     *
     * @param exitCode that it has to end with
     */
    GraphsyncProcess.Ended verify(int exitCode, String... options) throws IOException, InterruptedException {
        return start("verify", options).await(exitCode);
    }

    /** Compares every element, while nothing is on its way. */
    long differences() throws InterruptedException {
        long newest = newest();
        await("the pipeline", () -> isApplied(newest));
        VerifyReport report = new GraphVerifier(
                        new DatabaseSettings(
                                stage.servers().postgres().jdbcUrl(PostgresServer.DATABASE),
                                stage.servers().postgres().user(),
                                stage.servers().postgres().password()),
                        GraphSettings.of(
                                URI.create(graphUri),
                                stage.servers().neo4j().user(),
                                stage.servers().neo4j().password(),
                                "neo4j"))
                .verify();
        report.kept().forEach(difference -> say.accept(difference.toString()));
        return report.differences();
    }

    private long newest() {
        try {
            return number("SELECT max(seq) FROM graph_outbox");
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    Driver driver(String uri) {
        return GraphDatabase.driver(
                uri,
                AuthTokens.basic(
                        stage.servers().neo4j().user(), stage.servers().neo4j().password()));
    }

    @Override
    public void close() throws IOException, SQLException {
        try {
            rows.close();
        } finally {
            stage.close();
            second.ifPresent(SecondGraph::close);
        }
    }
}
