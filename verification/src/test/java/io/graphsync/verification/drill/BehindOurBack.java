package io.graphsync.verification.drill;

import java.io.IOException;
import java.util.List;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Session;

/** Somebody changes fifty elements of the graph, which is found and mended. */
final class BehindOurBack {
    private static final int CHANGED = 50;

    /** Fifty elements, each chosen so that one change makes one difference. */
    private static final List<String> CHANGES = List.of(
            "UNWIND range(1, 5) AS n CREATE (:Message {id: 'foreign-' + n}) RETURN count(*)",
            "UNWIND range(1, 5) AS n CREATE (:User {id: 'ghost-' + n}) RETURN count(*)",
            "MATCH (m:Message) WHERE m.id > '1' AND NOT EXISTS { (m)<-[:GAVE_FEEDBACK]-() } WITH m LIMIT 15"
                    + " DETACH DELETE m RETURN count(*)",
            "MATCH (m:Message) WHERE m.id > '3' WITH m LIMIT 5 SET m.type = 'changed' RETURN count(*)",
            "MATCH (c:Conversation)-[:HAS_MESSAGE]->(m:Message) WHERE m.id > '5' WITH c, m LIMIT 5"
                    + " CREATE (c)-[:HAS_MESSAGE]->(m) RETURN count(*)",
            "MATCH (c:Conversation) WHERE c.id > '7' WITH c LIMIT 5 SET c.title = 'changed' RETURN count(*)",
            "MATCH (c:Conversation)<-[o:OWNS]-(u) WHERE c.id > '9' AND COUNT { (u)-[:OWNS]->() } > 1"
                    + " WITH o LIMIT 5 DELETE o RETURN count(*)",
            "MATCH (m:Message)<-[f:GAVE_FEEDBACK]-(u) WHERE m.id > '7' AND COUNT { (u)--() } > 10"
                    + " WITH f LIMIT 5 DELETE f RETURN count(*)");

    private BehindOurBack() {}

    static GraphsyncProcess.Ended sweep(Drill drill) throws IOException, InterruptedException {
        int changed = 0;
        try (Driver driver = drill.driver(drill.graphUri());
                Session session = driver.session()) {
            for (String change : CHANGES) {
                changed += session.run(change).single().get(0).asInt();
            }
        }
        drill.say("changed " + changed + " elements of the graph behind our back");
        long found = drill.command("start", "--sweep")
                .await(5)
                .json()
                .path("differences")
                .asLong();
        if (changed != CHANGED || found != changed) {
            throw new IllegalStateException(
                    "of " + CHANGED + " changes " + changed + " were made, " + found + " found");
        }
        return drill.rebuild("start", "--sweep", "--execute", "--note=drill");
    }
}
