package io.graphsync.source.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentHashMap;
import org.postgresql.Driver;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens connections to PostgreSQL, and can break them all from outside, for good, when somebody waits on one for too
 * long. Safe for use by many threads; a connection is not.
 */
public final class Database {
    private static final Logger log = LoggerFactory.getLogger(Database.class);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(8);
    private static final Duration SILENCE_WHILE_READING = Duration.ofSeconds(30);

    private final DatabaseSettings settings;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private volatile boolean left;

    /** Takes the address and the login. */
    public Database(DatabaseSettings settings) {
        this.settings = settings;
    }

    /** Returns the address and the login. */
    public DatabaseSettings settings() {
        return settings;
    }

    /** Opens a connection for short questions: one that is not answered within seconds breaks it. */
    Connection connect() throws SQLException {
        return connect(ANSWER_TIMEOUT);
    }

    /** Opens a connection for short questions: one that is not answered in time, in whole seconds, breaks it. */
    Connection connect(Duration answerTimeout) throws SQLException {
        Properties properties = login();
        PGProperty.SOCKET_TIMEOUT.set(properties, (int) Math.max(answerTimeout.toSeconds(), 1));
        return open(properties);
    }

    /** Sets what the server knows of these settings for the rest of a connection; the others are of newer servers. */
    static void set(Connection connection, Map<String, String> settings) throws SQLException {
        StringJoiner values = new StringJoiner(", ");
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            values.add("('" + setting.getKey() + "', '" + setting.getValue() + "')");
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT set_config(s.name, wanted.value, false) FROM (VALUES " + values
                    + ") AS wanted (name, value) JOIN pg_catalog.pg_settings AS s ON s.name = wanted.name");
        }
    }

    /** Opens a connection for statements that may take long. */
    Connection connectForLongReads() throws SQLException {
        return open(login());
    }

    /** Opens a connection that speaks the replication protocol. */
    Connection connectForReplication() throws SQLException {
        Properties properties = login();
        PGProperty.REPLICATION.set(properties, "database");
        PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "13");
        PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
        PGProperty.OPTIONS.set(properties, "-c idle_in_transaction_session_timeout=0 -c statement_timeout=0");
        Connection connection = open(properties);
        try {
            // It stays silent while rows are read back over another one.
            set(connection, Map.of("idle_session_timeout", "0"));
            set(connection, ServerTimeouts.forSilentPeer(SILENCE_WHILE_READING));
        } catch (SQLException failed) {
            close(connection);
            throw failed;
        }
        return connection;
    }

    /** Closes a connection that this object opened; a failure to do so is of no interest. */
    void close(Connection connection) {
        open.remove(connection);
        try {
            connection.close();
        } catch (SQLException gone) {
            log.atDebug().setCause(gone).log("A connection did not close cleanly");
        }
    }

    /**
     * Breaks every open connection and opens no other: whoever waits on one, or asks for one later, gets an
     * {@link SQLException}.
     */
    public void leave() {
        left = true;
        for (Connection connection : open) {
            try {
                connection.unwrap(PGConnection.class).cancelQuery();
                connection.abort(Runnable::run);
            } catch (SQLException gone) {
                log.atDebug().setCause(gone).log("A connection was gone already");
            }
        }
    }

    private Connection open(Properties properties) throws SQLException {
        Connection connection = new Driver().connect(settings.url(), properties);
        if (connection == null) {
            throw new SQLException("not a URL of PostgreSQL: " + settings.address());
        }
        open.add(connection);
        if (left) {
            close(connection);
            throw new SQLException("the source is leaving " + settings.address());
        }
        return connection;
    }

    private Properties login() {
        Properties properties = new Properties();
        PGProperty.USER.set(properties, settings.user());
        PGProperty.PASSWORD.set(properties, settings.password().value());
        PGProperty.APPLICATION_NAME.set(properties, "graphsync source");
        PGProperty.CONNECT_TIMEOUT.set(properties, (int) CONNECT_TIMEOUT.toSeconds());
        PGProperty.LOGIN_TIMEOUT.set(properties, (int) ANSWER_TIMEOUT.toSeconds());
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        return properties;
    }
}
