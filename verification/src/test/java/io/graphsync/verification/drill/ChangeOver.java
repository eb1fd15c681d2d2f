package io.graphsync.verification.drill;

import io.graphsync.verification.chaos.stage.Credentials;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.neo4j.driver.Driver;

/** A second graph is filled beside the live one, and sinks and readers change over to it. */
final class ChangeOver {
    private ChangeOver() {}

    static GraphsyncProcess.Ended run(Drill drill) throws IOException, InterruptedException, SQLException {
        SecondGraph next = drill.startSecondGraph();
        try (Driver before = drill.driver(drill.graphUri());
                Driver after = drill.driver(next.uri());
                Connection connection = Credentials.connectAsApplication(drill.servers())) {
            VersionReader reader = VersionReader.start(connection, before);
            GraphsyncProcess process = drill.command("start", "--from=topics", "--into=" + next.uri(), "--note=drill");
            Drill.await("the rebuild to be ready", () -> drill.activity().startsWith("ready") || !process.isAlive());
            drill.say("the second graph is ready; restarting the sink with it");
            drill.restartSinkWith(next.uri());
            GraphsyncProcess.Ended ended = process.await(0);
            reader.changeTo(after);
            drill.lookAt(next.uri());
            TimeUnit.SECONDS.sleep(5);
            VersionReader.Seen seen = reader.end();
            drill.say(Drill.describe(ended) + "; a reader read " + seen.reads() + " times, and "
                    + seen.older().size() + " conversations were older than before");
            if (!seen.older().isEmpty()) {
                throw new IllegalStateException("a reader saw older versions: " + seen.older());
            }
            return ended;
        }
    }
}
