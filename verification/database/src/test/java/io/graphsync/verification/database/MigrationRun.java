package io.graphsync.verification.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.schema.RunOptions;
import io.graphsync.schema.SchemaTool;
import io.graphsync.schema.config.Settings;
import io.graphsync.schema.file.MigrationFile;
import io.graphsync.schema.file.MigrationSource;
import io.graphsync.schema.file.Store;
import io.graphsync.schema.report.Report;
import io.graphsync.stack.junit.TestStack;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Runs of the schema tool over the stores of one test, with the packaged migrations. One thread. */
public final class MigrationRun {
    /** The password of each role that the migrations create, where a test gives it one. */
    public static final String ROLE_PASSWORD = "role-of-a-test";

    private final Set<Store> stores;
    private final Map<String, String> environment = new HashMap<>();
    private final List<String> said = new ArrayList<>();

    private MigrationRun(Set<Store> stores) {
        this.stores = stores;
    }

    /** Runs as the superuser, and gives no role a password. */
    public static MigrationRun postgres(TestStack stack) {
        return new MigrationRun(Set.of(Store.PG)).as(stack, stack.user(), stack.password());
    }

    /** Runs as the administrator. */
    public static MigrationRun neo4j(TestStack stack) {
        return new MigrationRun(Set.of(Store.NEO4J))
                .with("NEO4J_URI", stack.boltUri())
                .with("NEO4J_USERNAME", stack.neo4jUser())
                .with("NEO4J_PASSWORD", stack.neo4jPassword());
    }

    /** Applies all migrations to the test's database, whose three roles can log in then. */
    public static void applyAll(TestStack stack) {
        postgres(stack).withPasswords().apply();
    }

    /** Opens the test's database as one of the roles that have {@link #ROLE_PASSWORD}. */
    public static Sql login(TestStack stack, String role) throws SQLException {
        return Sql.open(stack, role, ROLE_PASSWORD);
    }

    /** Logs in as somebody else. */
    public MigrationRun as(TestStack stack, String user, String password) {
        return with("DATABASE_URL", stack.jdbcUrl() + "?user=" + encoded(user) + "&password=" + encoded(password));
    }

    /** Sets a variable of the environment. */
    public MigrationRun with(String key, String value) {
        environment.put(key, value);
        return this;
    }

    /** Gives all three roles {@link #ROLE_PASSWORD}. */
    public MigrationRun withPasswords() {
        return with("APP_RW_PASSWORD", ROLE_PASSWORD)
                .with("MIGRATOR_PASSWORD", ROLE_PASSWORD)
                .with("CDC_SOURCE_PASSWORD", ROLE_PASSWORD);
    }

    /** Applies everything, which must succeed. */
    public Report apply() {
        Report report = tryToApply();
        assertThat(report.end()).isEmpty();
        return report;
    }

    /** Applies what can be applied. */
    public Report tryToApply() {
        return tool(MigrationSource.packaged()).apply();
    }

    /** Where every file stands. */
    public Report status() {
        return tool(MigrationSource.packaged()).status();
    }

    /** Applies the files up to a number, as an older release would have had them; must succeed. */
    public void applyUpTo(int number, Path emptyDirectory) throws IOException {
        for (MigrationFile file : MigrationSource.packaged().read(stores)) {
            if (file.ref().number() <= number) {
                Path copy = emptyDirectory.resolve(file.path());
                Files.createDirectories(copy.resolveSibling("."));
                Files.writeString(copy, file.text());
            }
        }
        assertThat(tool(MigrationSource.directory(emptyDirectory)).apply().end())
                .isEmpty();
    }

    /** What the runs told so far. */
    public List<String> said() {
        return List.copyOf(said);
    }

    private SchemaTool tool(MigrationSource source) {
        return new SchemaTool(
                Settings.read(environment, stores),
                source,
                RunOptions.defaults().telling(said::add));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
