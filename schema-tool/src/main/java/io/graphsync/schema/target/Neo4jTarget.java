package io.graphsync.schema.target;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a Neo4j database is and who logs in. Never prints a password.
 *
 * @param uri for example {@code neo4j://host:7687}
 * @param initialPassword the password of a server that nobody has logged in to yet; it is then changed to {@code password}
 */
public record Neo4jTarget(
        String uri, String username, String password, String database, Optional<String> initialPassword) {

    private static final Pattern URI_PARTS =
            Pattern.compile("((?:neo4j|bolt)(?:\\+s|\\+ssc)?://)(?:([^@/]*)@)?([^@/?#]+)(?:/([^@/?#]+))?/?");

    /**
     * Reads {@code neo4j://USER:PASSWORD@HOST:PORT/DATABASE}, or the same with another of the driver's schemes. User,
     * password and database may be left out; parts that are percent-encoded are decoded.
     *
     * @param username of an address without a user
     * @param password of an address without a password
     * @throws IllegalArgumentException if it is none; the message never holds the text itself
     */
    public static Neo4jTarget parse(String address, String username, String password) {
        Matcher parts = URI_PARTS.matcher(address.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException("is no address of Neo4j: write bolt://USER:PASSWORD@HOST:PORT/DATABASE");
        }
        String[] login = parts.group(2) == null ? new String[0] : parts.group(2).split(":", 2);
        return new Neo4jTarget(
                parts.group(1) + parts.group(3),
                login.length > 0 ? PostgresTarget.decode(login[0]) : username,
                login.length > 1 ? PostgresTarget.decode(login[1]) : password,
                parts.group(4) == null ? "neo4j" : PostgresTarget.decode(parts.group(4)),
                Optional.empty());
    }

    /** Host, port and database, for messages. */
    public String address() {
        return uri + "/" + database;
    }

    @Override
    public String toString() {
        return username + "@" + address();
    }
}
