package io.graphsync.stack;

/** PostgreSQL with logical WAL; the user is a superuser. */
public record PostgresServer(String host, int port, String user, String password, ServerControl control)
        implements StackServer {
    /** The maintenance database, which every server has. */
    public static final String DATABASE = "postgres";

    /** The JDBC URL of a database, without credentials. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + host + ":" + port + "/" + database;
    }

    /** The URL that psql takes, with credentials. */
    public String uri(String database) {
        return "postgres://" + user + ":" + password + "@" + host + ":" + port + "/" + database;
    }

    @Override
    public String toString() {
        return "PostgresServer[" + host + ":" + port + "]";
    }
}
