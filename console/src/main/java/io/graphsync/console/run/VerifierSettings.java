package io.graphsync.console.run;

import io.graphsync.console.config.Settings;
import io.graphsync.retry.RouterConfig;
import io.graphsync.sink.SinkConfig;
import io.graphsync.sink.database.DatabaseSettings;
import io.graphsync.sink.write.GraphSettings;
import java.time.Duration;

/**
 * The two stores that are compared, and how often.
 *
 * @param database the rows, read as the application's role
 * @param graph the graph
 * @param interval from the end of one comparison to the next; zero makes none
 */
public record VerifierSettings(DatabaseSettings database, GraphSettings graph, Duration interval) {
    /**
     * Reads them.
     *
     * @throws org.apache.kafka.common.config.ConfigException naming the keys that are wrong
     */
    public static VerifierSettings of(Settings settings) {
        return new VerifierSettings(
                rows(settings),
                SinkConfig.parse(PipelineSettings.forSink(settings)).graph(),
                ConsoleConfig.verifyInterval(settings));
    }

    /**
     * Returns where the rows are, and the role that reads them.
     *
     * @throws org.apache.kafka.common.config.ConfigException naming the keys that are wrong
     */
    public static DatabaseSettings rows(Settings settings) {
        var database = RouterConfig.parse(PipelineSettings.forRouter(settings)).database();
        return new DatabaseSettings(
                database.url(), database.user(), database.password().value());
    }
}
