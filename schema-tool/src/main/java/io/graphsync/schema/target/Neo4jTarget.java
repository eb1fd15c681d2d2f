package io.graphsync.schema.target;

import java.util.Optional;

/**
 * Where a Neo4j database is and who logs in. Never prints a password.
 *
 * @param uri for example {@code neo4j://host:7687}
 * @param initialPassword the password of a server that nobody has logged in to yet; it is then changed to {@code password}
 */
public record Neo4jTarget(
        String uri, String username, String password, String database, Optional<String> initialPassword) {

    /** Host, port and database, for messages. */
    public String address() {
        return uri + "/" + database;
    }

    @Override
    public String toString() {
        return username + "@" + address();
    }
}
