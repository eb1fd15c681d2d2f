package io.graphsync.verification.chaos.inject;

import io.graphsync.stack.Neo4jServer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Config;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.Session;
import org.neo4j.driver.Transaction;
import org.neo4j.driver.exceptions.Neo4jException;

/** A transaction of somebody else that holds locks on nodes and changes nothing in the end. */
final class GraphLock implements AutoCloseable {
    private final Driver driver;
    private final Session session;
    private final Transaction transaction;

    private GraphLock(Driver driver, Session session, Transaction transaction) {
        this.driver = driver;
        this.session = session;
        this.transaction = transaction;
    }

    /** Takes the locks, for which it waits as any client does. */
    static GraphLock take(Neo4jServer server, List<UUID> conversations) {
        Driver driver = GraphDatabase.driver(
                server.uri(),
                AuthTokens.basic(server.user(), server.password()),
                Config.builder().withoutEncryption().build());
        try {
            Session session = driver.session();
            Transaction transaction = session.beginTransaction();
            transaction
                    .run(
                            "MATCH (c:Conversation) WHERE c.id IN $ids SET c.locked = true REMOVE c.locked",
                            Map.of(
                                    "ids",
                                    conversations.stream().map(UUID::toString).toList()))
                    .consume();
            return new GraphLock(driver, session, transaction);
        } catch (RuntimeException failed) {
            driver.close();
            throw failed;
        }
    }

    @Override
    public void close() {
        try {
            transaction.rollback();
            session.close();
        } catch (Neo4jException serverGone) {
            // Then the locks are gone, too.
        } finally {
            driver.close();
        }
    }
}
