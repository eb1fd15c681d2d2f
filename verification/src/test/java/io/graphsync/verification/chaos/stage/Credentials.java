package io.graphsync.verification.chaos.stage;

import io.graphsync.schema.RunOptions;
import io.graphsync.schema.SchemaTool;
import io.graphsync.schema.config.Settings;
import io.graphsync.schema.file.MigrationSource;
import io.graphsync.schema.file.Store;
import io.graphsync.schema.report.Report;
import io.graphsync.stack.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;

/** Who logs in to PostgreSQL as what. The passwords open throw-away servers on 127.0.0.1 and nothing else. */
public final class Credentials {
    static final String APPLICATION = "app_rw";
    static final String SOURCE = "cdc_source";
    static final String ROLE_PASSWORD = "role-of-a-chaos-run";

    private Credentials() {}

    /** Brings both stores to the newest schema. */
    public static void migrate(Servers servers) {
        PostgresServer postgres = servers.postgres();
        Map<String, String> environment = new HashMap<>();
        environment.put("DATABASE_URL", postgres.uri(PostgresServer.DATABASE));
        environment.put("NEO4J_URI", servers.neo4j().uri());
        environment.put("NEO4J_USERNAME", servers.neo4j().user());
        environment.put("NEO4J_PASSWORD", servers.neo4j().password());
        environment.put("APP_RW_PASSWORD", ROLE_PASSWORD);
        environment.put("MIGRATOR_PASSWORD", ROLE_PASSWORD);
        environment.put("CDC_SOURCE_PASSWORD", ROLE_PASSWORD);
        Report report = new SchemaTool(
                        Settings.read(environment, EnumSet.allOf(Store.class)),
                        MigrationSource.packaged(),
                        RunOptions.defaults())
                .apply();
        report.end().ifPresent(end -> {
            throw new IllegalStateException("the migrations were not applied: " + end.message());
        });
    }

    /** The URL of a role, by a port of 127.0.0.1. */
    static String url(String role, int port) {
        return "postgres://" + role + ":" + ROLE_PASSWORD + "@127.0.0.1:" + port + "/" + PostgresServer.DATABASE;
    }

    /** Connects as the application's role, past all proxies, autocommit off. */
    public static Connection connectAsApplication(Servers servers) throws SQLException {
        return connect(servers, APPLICATION, ROLE_PASSWORD);
    }

    /** Connects as the superuser, past all proxies, autocommit off. */
    public static Connection connectAsAdministrator(Servers servers) throws SQLException {
        return connect(servers, servers.postgres().user(), servers.postgres().password());
    }

    private static Connection connect(Servers servers, String user, String password) throws SQLException {
        String url = servers.postgres().jdbcUrl(PostgresServer.DATABASE) + "?connectTimeout=5&ApplicationName=chaos";
        Connection connection = DriverManager.getConnection(url, user, password);
        connection.setAutoCommit(false);
        return connection;
    }
}
