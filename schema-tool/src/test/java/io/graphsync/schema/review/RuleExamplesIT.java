package io.graphsync.schema.review;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.graphsync.schema.server.InstalledPostgres;
import io.graphsync.stack.PostgresServer;
import io.graphsync.stack.ServerKind;
import io.graphsync.stack.StackOptions;
import io.graphsync.stack.local.LocalStack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each rule says about locks, rewrites and refusals is what a server does. Each example runs once on each server. */
class RuleExamplesIT {
    /** Where the pages are. */
    private static final Path PAGES = Path.of("..", "docs", "rules");

    private static final int OLDEST = 15;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    static Path folder;

    private static final Map<String, RulePages.Measured> MEASURED = new HashMap<>();

    private static @Nullable LocalStack newestServer;
    private static @Nullable InstalledPostgres oldestServer;
    private static @Nullable Connection newest;
    private static @Nullable Connection oldest;

    static List<RuleExample> examples() {
        return RuleExample.postgres();
    }

    @BeforeAll
    static void start() throws Exception {
        newestServer = LocalStack.start(StackOptions.of(ServerKind.POSTGRES));
        PostgresServer server = newestServer.postgres();
        newest = DriverManager.getConnection(server.jdbcUrl(PostgresServer.DATABASE), server.user(), server.password());
        Optional<Path> programs = InstalledPostgres.programs(OLDEST);
        if (programs.isPresent()) {
            oldestServer = InstalledPostgres.start(programs.get());
            oldest = oldestServer.connect();
        }
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable open : Arrays.asList(newest, oldest, newestServer, oldestServer)) {
            if (open != null) {
                open.close();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void a_rule_says_what_the_newest_server_does(RuleExample example) throws Exception {
        compare(example, requireNonNull(newest));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void a_rule_says_what_the_oldest_server_does(RuleExample example) throws Exception {
        assumeThat(oldest)
                .as("PostgreSQL " + OLDEST + " is not installed here, and was not measured")
                .isNotNull();
        compare(example, requireNonNull(oldest));
    }

    private static void compare(RuleExample example, Connection connection) throws Exception {
        RulePages.Measured measured = measured(example, connection);

        assertThat(measured.refusal().isPresent())
                .isEqualTo(example.bad().refusal().isPresent());
        if (measured.refusal().isEmpty()) {
            new ExampleReview(folder).predicted(example).ifPresent(predicted -> {
                assertThat(measured.rewrites()).isEqualTo(predicted.rewrites());
                measured.locks()
                        .ifPresent(locks ->
                                assertThat(locks).isEqualTo(predicted.locks().orElseThrow()));
            });
        }
    }

    private static RulePages.Measured measured(RuleExample example, Connection connection) throws Exception {
        String run = connection.getMetaData().getDatabaseMajorVersion() + " " + example.rule();
        RulePages.Measured measured = MEASURED.get(run);
        if (measured == null) {
            measured = new ExampleRun(connection, new ExampleReview(folder)).measure(example);
            MEASURED.put(run, measured);
        }
        return measured;
    }

    @Test
    void the_pages_say_what_was_measured() throws Exception {
        assumeThat(oldest)
                .as("PostgreSQL " + OLDEST + " is not installed here, and the pages tell of it")
                .isNotNull();
        ExampleReview review = new ExampleReview(folder);
        List<RulePages.Result> results = new ArrayList<>();
        List<Connection> servers = List.of(requireNonNull(oldest), requireNonNull(newest));
        for (RuleExample example : examples()) {
            Map<Integer, RulePages.Measured> measured = new TreeMap<>();
            for (Connection connection : servers) {
                measured.put(connection.getMetaData().getDatabaseMajorVersion(), measured(example, connection));
            }
            results.add(new RulePages.Result(example, review.predicted(example), measured));
        }
        Map<String, String> pages = RulePages.render(results, RuleExample.neo4j());
        if (Boolean.getBoolean("graphsync.rules.write")) {
            Files.createDirectories(PAGES);
            for (var page : pages.entrySet()) {
                Files.writeString(PAGES.resolve(page.getKey()), page.getValue());
            }
        }
        for (var page : pages.entrySet()) {
            assertThat(PAGES.resolve(page.getKey())).hasContent(page.getValue());
        }
    }
}
