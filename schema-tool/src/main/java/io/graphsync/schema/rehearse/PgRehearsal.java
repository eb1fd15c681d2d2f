package io.graphsync.schema.rehearse;

import io.graphsync.schema.failure.FailureKind;
import io.graphsync.schema.failure.MigrateException;
import io.graphsync.schema.file.MigrationFile;
import io.graphsync.schema.file.Store;
import io.graphsync.schema.parse.ParsedFile;
import io.graphsync.schema.parse.PgManner;
import io.graphsync.schema.parse.PgStatement;
import io.graphsync.schema.parse.Statement;
import io.graphsync.schema.parse.StatementReader;
import io.graphsync.schema.parse.VariableUse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Runs files on a throwaway PostgreSQL. Each database of it begins as the base; files that stand on each other share one,
 * the others get one each.
 */
public final class PgRehearsal implements Rehearsal {
    private static final String VALUE = "rehearsal";

    private final Server server;
    private final StatementReader reader;
    private final Connection maintenance;
    private final String prefix =
            "migrate_rehearsal_" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    private final List<String> databases = new ArrayList<>();
    private final String base;
    private String standing = "";
    private @Nullable ShadowDatabase open;

    /** Where the throwaway server is; the user must be allowed to create databases. */
    public record Server(String jdbcUrl, String user, String password) {
        /** The URL of another database of the server. */
        String url(String database) {
            int slash = jdbcUrl.lastIndexOf('/');
            int question = jdbcUrl.indexOf('?', slash);
            return jdbcUrl.substring(0, slash + 1) + database + (question < 0 ? "" : jdbcUrl.substring(question));
        }

        @Override
        public String toString() {
            return jdbcUrl;
        }
    }

    /**
     * Builds the base.
     *
     * @throws MigrateException if the server can't be used, or refuses a statement of the base
     */
    public PgRehearsal(Server server, StatementReader reader, List<MigrationFile> standing) {
        this.server = server;
        this.reader = reader;
        try {
            this.maintenance = DriverManager.getConnection(server.jdbcUrl(), properties(server));
            this.base = create(Optional.empty());
            try (ShadowDatabase database = connect(base)) {
                for (MigrationFile file : standing) {
                    build(database, file);
                }
            }
        } catch (SQLException e) {
            throw unusable(e);
        }
    }

    private static Properties properties(Server server) {
        Properties properties = new Properties();
        properties.setProperty("user", server.user());
        properties.setProperty("password", server.password());
        properties.setProperty("ApplicationName", "graphsync-migrate rehearsal");
        properties.setProperty("preferQueryMode", "simple");
        properties.setProperty("logServerErrorDetail", "false");
        return properties;
    }

    private MigrateException unusable(SQLException e) {
        return new MigrateException(
                FailureKind.UNREACHABLE,
                "The server for the rehearsal at " + server + " can't be used: " + e.getMessage(),
                e);
    }

    private String create(Optional<String> template) throws SQLException {
        String name = prefix + "_" + databases.size();
        try (var statement = maintenance.createStatement()) {
            statement.execute("CREATE DATABASE " + name
                    + template.map(from -> " TEMPLATE " + from).orElse(""));
        }
        databases.add(name);
        return name;
    }

    private ShadowDatabase connect(String database) throws SQLException {
        return new ShadowDatabase(DriverManager.getConnection(server.url(database), properties(server)));
    }

    private void build(ShadowDatabase database, MigrationFile file) throws SQLException {
        ParsedFile parsed = reader.read(file);
        if (!parsed.refusals().isEmpty()) {
            throw new MigrateException(
                    FailureKind.CONFIGURATION,
                    "The base can't be understood: " + parsed.refusals().getFirst());
        }
        for (var statement : parsed.statements()) {
            try {
                database.execute(bound((PgStatement) statement));
            } catch (SQLException refused) {
                throw new MigrateException(
                        FailureKind.CONFIGURATION,
                        "The base can't be built: " + file.name() + ":" + statement.line() + ": "
                                + refused.getMessage(),
                        refused);
            }
        }
    }

    @Override
    public Store store() {
        return Store.PG;
    }

    @Override
    public void beginOnBase() {
        try {
            if (open != null) {
                open.close();
            }
            standing = create(Optional.of(base));
            open = connect(standing);
        } catch (SQLException e) {
            throw unusable(e);
        }
    }

    /** Extensions that a file needs, by its directives or because it creates them, and that the server does not offer. */
    @Override
    public Optional<String> obstacle(MigrationFile file, List<Statement> statements) {
        List<String> missing = new ArrayList<>();
        try {
            Set<String> needed = new TreeSet<>(file.directives().extensions());
            statements.stream()
                    .flatMap(statement -> ((PgStatement) statement).tree().stream())
                    .filter(tree -> tree.is("CreateExtensionStmt"))
                    .forEach(tree -> needed.add(tree.text("extname")));
            for (String extension : needed) {
                if (open != null && !open.offers(extension)) {
                    missing.add(extension);
                }
            }
        } catch (SQLException e) {
            throw unusable(e);
        }
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of("the throwaway server has no extension " + String.join(", ", missing));
    }

    /**
     * {@inheritDoc} A file whose statements share a transaction is tried so first; then each is run by itself, so that its
     * own locks can be seen.
     */
    @Override
    public Map<Integer, Observation> run(MigrationFile file, List<Statement> statements) {
        ShadowDatabase database = open;
        if (database == null) {
            throw new IllegalStateException("beginOnBase was not called");
        }
        Map<Integer, Observation> observations = new HashMap<>();
        try {
            if (file.directives().transactional()) {
                Optional<Map.Entry<Integer, Observation.Refused>> refused = database.tryTogether(bound(statements));
                refused.ifPresent(error -> observations.put(error.getKey(), Observation.refused(error.getValue())));
            }
            for (int i = 0; i < statements.size() && !observations.containsKey(i); i++) {
                Observation seen = observe(database, (PgStatement) statements.get(i));
                observations.put(i, seen);
                if (seen.error().isPresent()) {
                    break;
                }
            }
            return observations;
        } catch (SQLException e) {
            throw unusable(e);
        }
    }

    /** {@inheritDoc} It does so on a copy of what the files before have left. */
    @Override
    public Optional<String> takeBack(List<Statement> up, List<Statement> down) {
        try {
            String copy = copy();
            try (ShadowDatabase database = connect(copy)) {
                Map<String, String> before = database.catalog();
                if (database.runAll(bound(up)).isPresent()) {
                    return Optional.empty();
                }
                return database.runAll(bound(down))
                        .map(refused -> "the server refuses line "
                                + down.get(refused.getKey()).line() + ": " + refused.getValue())
                        .or(() -> difference(before, database));
            } finally {
                drop(copy);
            }
        } catch (SQLException e) {
            throw unusable(e);
        }
    }

    private Optional<String> difference(Map<String, String> before, ShadowDatabase database) {
        try {
            return CatalogDifference.of(before, database.catalog());
        } catch (SQLException e) {
            throw unusable(e);
        }
    }

    /** A database is copied only while nobody is connected to it. */
    private String copy() throws SQLException {
        if (open != null) {
            open.close();
        }
        try {
            return create(Optional.of(standing));
        } finally {
            open = connect(standing);
        }
    }

    private void drop(String database) throws SQLException {
        try (var statement = maintenance.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS " + database + " WITH (FORCE)");
        }
    }

    private static Observation observe(ShadowDatabase database, PgStatement statement) throws SQLException {
        boolean alone =
                statement.manner() instanceof PgManner.Alone || statement.manner() instanceof PgManner.BuildIndex;
        boolean mayCommit = statement.manner() instanceof PgManner.Procedure;
        if (alone || mayCommit) {
            return database.observeAlone(bound(statement));
        }
        return database.observe(bound(statement));
    }

    private static List<String> bound(List<Statement> statements) {
        return statements.stream()
                .map(statement -> bound((PgStatement) statement))
                .toList();
    }

    /** Variables get a value that is fit for a name and for a literal. */
    private static String bound(PgStatement statement) {
        StringBuilder sql = new StringBuilder(statement.text());
        for (VariableUse use : statement.variables().reversed()) {
            boolean name = use.role() == VariableUse.Role.IDENTIFIER;
            sql.replace(use.start(), use.end(), name ? '"' + VALUE + '"' : "'" + VALUE + "'");
        }
        return sql.toString();
    }

    @Override
    public void close() {
        if (open != null) {
            open.close();
        }
        try (maintenance) {
            for (String database : databases) {
                drop(database);
            }
        } catch (SQLException e) {
            // What is left has a name that tells where it comes from; the server is meant to be thrown away.
            return;
        }
    }
}
