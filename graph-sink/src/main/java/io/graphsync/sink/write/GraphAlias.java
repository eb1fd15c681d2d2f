package io.graphsync.sink.write;

import io.graphsync.sink.failure.GraphFailure;
import java.util.List;
import java.util.Map;

/** A database alias of Neo4j Enterprise: a name that sinks and readers use, and that can be pointed to another database. */
public final class GraphAlias {
    private static final String FIND =
            "SHOW ALIASES FOR DATABASE YIELD name, database WHERE name = $alias RETURN database";
    private static final String POINT = "ALTER ALIAS $alias SET DATABASE TARGET $database";

    private final GraphSettings server;
    private final String name;

    /**
     * Names an alias.
     *
     * @param server any database of the server; the login must be allowed to alter aliases
     */
    public GraphAlias(GraphSettings server, String name) {
        this.server = server.in("system");
        this.name = name;
    }

    /**
     * Returns the databases that the alias points to: one, or none where there is no such alias.
     *
     * @throws GraphFailure if the server can't be asked, or knows no aliases: Community has none
     */
    public List<String> target() throws GraphFailure {
        try (GraphConnection connection = GraphConnection.open(server)) {
            return connection.read(transaction -> transaction
                    .run(FIND, Map.of("alias", name))
                    .list(row -> row.get("database").asString()));
        }
    }

    /** Points the alias to a database, for all transactions that begin from now on. */
    public void pointTo(String database) throws GraphFailure {
        try (GraphConnection connection = GraphConnection.open(server)) {
            connection.write(transaction -> transaction
                    .run(POINT, Map.of("alias", name, "database", database))
                    .consume());
        }
    }
}
