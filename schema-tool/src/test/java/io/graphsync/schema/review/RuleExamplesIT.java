package io.graphsync.schema.review;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.graphsync.schema.file.GivenFiles;
import io.graphsync.schema.file.MigrationFile;
import io.graphsync.schema.parse.StatementReader;
import io.graphsync.schema.server.InstalledPostgres;
import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.LocalStackExtension;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each rule says about locks and rewrites is what a server does. */
@ExtendWith(LocalStackExtension.class)
@UseStack(ServerKind.POSTGRES)
class RuleExamplesIT {
    private static final StatementReader READER = new StatementReader();
    private static final List<String> STRENGTH = List.of(
            "RowShareLock",
            "RowExclusiveLock",
            "ShareUpdateExclusiveLock",
            "ShareLock",
            "ShareRowExclusiveLock",
            "ExclusiveLock",
            "AccessExclusiveLock");

    @TempDir
    Path folder;

    /** Where the pages are. */
    private static final Path PAGES = Path.of("..", "docs", "rules");

    private static final int OLDEST = 15;

    private static @Nullable InstalledPostgres oldest;

    static List<RuleExample> examples() {
        return RuleExample.read("/rules/pg.sql");
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
        try (Connection connection = connect(stack)) {
            assertThat(measure(example, connection)).isEqualTo(predicted(example));
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void a_rule_says_what_the_oldest_server_does(RuleExample example) throws Exception {
        assumeThat(oldest)
                .as("PostgreSQL " + OLDEST + " is not installed here, and was not measured")
                .isNotNull();
        try (Connection connection = requireNonNull(oldest).connect()) {
            assertThat(measure(example, connection)).isEqualTo(predicted(example));
        }
    }

    @Test
    void the_pages_say_what_was_measured(TestStack stack) throws Exception {
        assumeThat(oldest)
                .as("PostgreSQL " + OLDEST + " is not installed here, and the pages tell of it")
                .isNotNull();
        List<RulePages.Result> results = new ArrayList<>();
        try (Connection older = requireNonNull(oldest).connect();
                Connection newer = connect(stack)) {
            for (RuleExample example : examples()) {
                Map<Integer, RulePages.Measured> measured = new TreeMap<>();
                for (Connection connection : List.of(older, newer)) {
                    measured.put(connection.getMetaData().getDatabaseMajorVersion(), measure(example, connection));
                }
                results.add(new RulePages.Result(example, predicted(example), measured));
            }
        }
        Map<String, String> pages = RulePages.render(results, RuleExample.read("/rules/neo4j.cypher"));
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

    private RulePages.Measured predicted(RuleExample example) throws IOException {
        StatementReview said = review(example);
        assertThat(said.findings()).extracting(Finding::rule).contains(example.rule());
        Map<String, String> locks = new TreeMap<>();
        Set<String> indexes = indexNames(example);
        said.locks().stream()
                .filter(lock -> !indexes.contains(lock.relation()))
                .forEach(lock -> locks.put(lock.relation(), lock.mode()));
        return new RulePages.Measured(locks, said.rewrites().stream().sorted().toList());
    }

    /** Tables are compared; their indexes follow them. */
    private static Set<String> indexNames(RuleExample example) {
        Set<String> names = new TreeSet<>();
        java.util.regex.Matcher matcher =
                java.util.regex.Pattern.compile("INDEX (\\w+) ON").matcher(example.setup());
        while (matcher.find()) {
            names.add("public." + matcher.group(1));
        }
        return names;
    }

    private static RulePages.Measured measure(RuleExample example, Connection connection) throws SQLException {
        execute(connection, "DROP SCHEMA public CASCADE");
        execute(connection, "CREATE SCHEMA public");
        execute(connection, "DROP SCHEMA IF EXISTS app CASCADE");
        for (String statement : RuleExample.statements(example.setup())) {
            execute(connection, statement);
        }
        Map<String, Long> before = files(connection);
        connection.setAutoCommit(false);
        Map<Long, String> names = names(connection);
        execute(connection, example.bad());
        Map<String, String> locks = locks(connection, names);
        Map<String, Long> after = files(connection);
        connection.rollback();
        connection.setAutoCommit(true);
        for (String statement : RuleExample.statements(example.good())) {
            execute(connection, statement);
        }
        return new RulePages.Measured(locks, List.copyOf(rewritten(before, after)));
    }

    private StatementReview review(RuleExample example) throws IOException {
        Reviewer reviewer = new Reviewer(READER);
        reviewer.know(file("setup", example.setup()));
        MigrationFile bad = file("bad", example.bad());
        FileReview review = reviewer.review("bad.sql", bad);
        assertThat(review.statements()).hasSize(1);
        return review.statements().getFirst();
    }

    private MigrationFile file(String name, String sql) throws IOException {
        Path file = Files.writeString(folder.resolve(name + ".sql"), sql);
        return GivenFiles.read(List.of(file)).getFirst().file();
    }

    private static Connection connect(TestStack stack) throws SQLException {
        return DriverManager.getConnection(stack.jdbcUrl(), stack.user(), stack.password());
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Tables, views and sequences; indexes follow their tables. */
    private static Map<Long, String> names(Connection connection) throws SQLException {
        Map<Long, String> names = new TreeMap<>();
        query(connection, """
                SELECT c.oid, n.nspname || '.' || c.relname, 0 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                 WHERE n.nspname IN ('public', 'app') AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')""", row -> names.put(row.getLong(1), row.getString(2)));
        return names;
    }

    private static Map<String, Long> files(Connection connection) throws SQLException {
        Map<String, Long> files = new TreeMap<>();
        query(connection, """
                SELECT n.nspname || '.' || c.relname, c.relfilenode FROM pg_class c
                  JOIN pg_namespace n ON n.oid = c.relnamespace
                 WHERE n.nspname IN ('public', 'app') AND c.relkind IN ('r', 'm', 'S')""", row -> files.put(row.getString(1), row.getLong(2)));
        return files;
    }

    private static Map<String, String> locks(Connection connection, Map<Long, String> names) throws SQLException {
        Map<String, String> locks = new TreeMap<>();
        query(connection, """
                SELECT relation, mode FROM pg_locks
                 WHERE locktype = 'relation' AND pid = pg_backend_pid() AND granted AND mode <> 'AccessShareLock'""", row -> {
            String name = names.get(row.getLong(1));
            if (name != null) {
                locks.merge(
                        name,
                        row.getString(2),
                        (one, other) -> STRENGTH.indexOf(one) >= STRENGTH.indexOf(other) ? one : other);
            }
        });
        return locks;
    }

    private static Set<String> rewritten(Map<String, Long> before, Map<String, Long> after) {
        Set<String> rewritten = new TreeSet<>();
        before.forEach((name, file) -> {
            Long now = after.get(name);
            if (now != null && !now.equals(file)) {
                rewritten.add(name);
            }
        });
        return rewritten;
    }

    /** Takes a row. */
    @FunctionalInterface
    private interface RowTaker {
        void take(ResultSet row) throws SQLException;
    }

    private static void query(Connection connection, String sql, RowTaker taker) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                taker.take(rows);
            }
        }
    }
}
