package io.graphsync.stack;

/** Neo4j with one database; the user is the administrator. */
public record Neo4jServer(String host, int port, String user, String password, ServerControl control)
        implements StackServer {
    /** The one database. */
    public static final String DATABASE = "neo4j";

    /** The Bolt URI for the driver. */
    public String uri() {
        return "bolt://" + host + ":" + port;
    }

    @Override
    public String toString() {
        return "Neo4jServer[" + host + ":" + port + "]";
    }
}
