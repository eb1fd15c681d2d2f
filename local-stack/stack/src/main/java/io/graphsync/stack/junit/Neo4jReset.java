package io.graphsync.stack.junit;

import io.graphsync.stack.Neo4jServer;
import java.util.List;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;

/** Empties Neo4j: Community has one database, so that a test cannot have one of its own. */
final class Neo4jReset {
    private Neo4jReset() {}

    static void run(Neo4jServer server) {
        try (Driver driver = GraphDatabase.driver(server.uri(), AuthTokens.basic(server.user(), server.password()));
                Session session = driver.session(SessionConfig.forDatabase(Neo4jServer.DATABASE));
                Session system = driver.session(SessionConfig.forDatabase("system"))) {
            for (String constraint : names(session, "SHOW CONSTRAINTS YIELD name")) {
                session.run("DROP CONSTRAINT " + quoted(constraint) + " IF EXISTS")
                        .consume();
            }
            // Token lookup indexes belong to an empty database.
            for (String index : names(session, "SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name")) {
                session.run("DROP INDEX " + quoted(index) + " IF EXISTS").consume();
            }
            session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS")
                    .consume();
            for (String user : names(system, "SHOW USERS YIELD user AS name")) {
                if (!user.equals(server.user())) {
                    system.run("DROP USER " + quoted(user) + " IF EXISTS").consume();
                }
            }
        }
    }

    private static List<String> names(Session session, String query) {
        return session.run(query).list(row -> row.get("name").asString());
    }

    private static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }
}
