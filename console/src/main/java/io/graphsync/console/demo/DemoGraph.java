package io.graphsync.console.demo;

import io.graphsync.sink.database.DatabaseSettings;
import io.graphsync.sink.verify.Difference;
import io.graphsync.sink.verify.GraphVerifier;
import io.graphsync.sink.verify.VerifyReport;
import io.graphsync.sink.write.GraphSettings;
import java.net.URI;

/** Compares the demo's graph with its rows, by the verifier that the tests use too. */
final class DemoGraph {
    private final GraphVerifier verifier;
    private final Progress progress;

    DemoGraph(Credentials credentials, Progress progress) {
        Servers.Postgres postgres = credentials.servers().postgres();
        Servers.Neo4j neo4j = credentials.servers().neo4j();
        this.progress = progress;
        this.verifier = new GraphVerifier(
                new DatabaseSettings(postgres.jdbcUrl(), postgres.user(), postgres.password()),
                GraphSettings.of(URI.create(neo4j.uri()), neo4j.user(), neo4j.password(), "neo4j"));
    }

    /** Returns how many points differ, and tells of the first ones. */
    long differences() {
        VerifyReport report = verifier.verify();
        for (Difference difference : report.kept()) {
            progress.say("difference: " + difference);
        }
        return report.differences();
    }
}
