package io.graphsync.stack.junit;

import io.graphsync.stack.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;

/** Takes a PostgreSQL cluster back to the databases and roles that it had. */
final class PostgresReset {
    // The walsender of a consumer that was just cut off needs a moment to let go of its slot.
    private static final long SLOT_TIMEOUT_NANOS = 10_000_000_000L;

    private static final String DATABASES = "SELECT datname FROM pg_database";
    private static final String ROLES = "SELECT rolname FROM pg_roles";

    private final PostgresServer server;
    private final Set<String> databases;
    private final Set<String> roles;

    private PostgresReset(PostgresServer server, Set<String> databases, Set<String> roles) {
        this.server = server;
        this.databases = databases;
        this.roles = roles;
    }

    /** Remembers what there is. */
    static PostgresReset remember(PostgresServer server) throws SQLException {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement()) {
            return new PostgresReset(server, names(statement, DATABASES), names(statement, ROLES));
        }
    }

    /** Drops the databases that came since then, with their slots and whoever is connected, and the roles. */
    void run() throws SQLException {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement()) {
            Set<String> newDatabases = names(statement, DATABASES);
            newDatabases.removeAll(databases);
            for (String database : newDatabases) {
                dropSlots(statement, database);
                statement.execute("DROP DATABASE IF EXISTS " + quoted(statement, database) + " WITH (FORCE)");
            }
            Set<String> newRoles = names(statement, ROLES);
            newRoles.removeAll(roles);
            for (String role : newRoles) {
                statement.execute("DROP ROLE IF EXISTS " + quoted(statement, role));
            }
        }
    }

    private static void dropSlots(Statement statement, String database) throws SQLException {
        String slots = " FROM pg_replication_slots WHERE database = " + statement.enquoteLiteral(database);
        long deadline = System.nanoTime() + SLOT_TIMEOUT_NANOS;
        while (!names(statement, "SELECT slot_name" + slots).isEmpty()) {
            names(statement, "SELECT pg_terminate_backend(active_pid)" + slots + " AND active");
            names(statement, "SELECT pg_drop_replication_slot(slot_name)" + slots + " AND NOT active");
            if (System.nanoTime() > deadline) {
                throw new SQLException("A replication slot of " + database + " stays in use");
            }
        }
    }

    private static Set<String> names(Statement statement, String query) throws SQLException {
        var names = new HashSet<String>();
        try (ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    private static String quoted(Statement statement, String name) throws SQLException {
        return statement.enquoteIdentifier(name, true);
    }

    private static Connection connect(PostgresServer server) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(PostgresServer.DATABASE), server.user(), server.password());
    }
}
