package io.graphsync.schema.review;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.graphsync.schema.server.InstalledPostgres;
import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
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

/** What each rule says about locks, rewrites and refusals is what a server does. */
@UseStack(ServerKind.POSTGRES)
class RuleExamplesIT {
    @TempDir
    Path folder;

    /** Where the pages are. */
    private static final Path PAGES = Path.of("..", "docs", "rules");

    private static final int OLDEST = 15;

    private static @Nullable InstalledPostgres oldest;

    static List<RuleExample> examples() {
        return RuleExample.postgres();
    }

    @BeforeAll
    static void start_the_oldest() throws Exception {
        Optional<Path> programs = InstalledPostgres.programs(OLDEST);
        if (programs.isPresent()) {
            oldest = InstalledPostgres.start(programs.get());
        }
    }

    @AfterAll
    static void stop_the_oldest() throws Exception {
        if (oldest != null) {
            oldest.close();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void a_rule_says_what_the_newest_server_does(RuleExample example, TestStack stack) throws Exception {
        try (Connection connection = stack.connection()) {
            compare(example, connection);
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void a_rule_says_what_the_oldest_server_does(RuleExample example) throws Exception {
        assumeThat(oldest)
                .as("PostgreSQL " + OLDEST + " is not installed here, and was not measured")
                .isNotNull();
        try (Connection connection = requireNonNull(oldest).connect()) {
            compare(example, connection);
        }
    }

    private void compare(RuleExample example, Connection connection) throws Exception {
        ExampleReview review = new ExampleReview(folder);
        RulePages.Measured measured = new ExampleRun(connection, review).measure(example);

        assertThat(measured.refusal().isPresent())
                .isEqualTo(example.bad().refusal().isPresent());
        if (measured.refusal().isEmpty()) {
            review.predicted(example).ifPresent(predicted -> {
                assertThat(measured.rewrites()).isEqualTo(predicted.rewrites());
                measured.locks()
                        .ifPresent(locks ->
                                assertThat(locks).isEqualTo(predicted.locks().orElseThrow()));
            });
        }
    }

    @Test
    void the_pages_say_what_was_measured(TestStack stack) throws Exception {
        assumeThat(oldest)
                .as("PostgreSQL " + OLDEST + " is not installed here, and the pages tell of it")
                .isNotNull();
        ExampleReview review = new ExampleReview(folder);
        List<RulePages.Result> results = new ArrayList<>();
        try (Connection older = requireNonNull(oldest).connect();
                Connection newer = stack.connection()) {
            for (RuleExample example : examples()) {
                Map<Integer, RulePages.Measured> measured = new TreeMap<>();
                for (Connection connection : List.of(older, newer)) {
                    measured.put(
                            connection.getMetaData().getDatabaseMajorVersion(),
                            new ExampleRun(connection, review).measure(example));
                }
                results.add(new RulePages.Result(example, review.predicted(example), measured));
            }
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
