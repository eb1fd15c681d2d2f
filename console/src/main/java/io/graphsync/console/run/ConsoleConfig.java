package io.graphsync.console.run;

import io.graphsync.console.config.Settings;
import io.graphsync.sink.write.GraphSettings;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/**
 * The settings of the process itself.
 *
 * @param health where {@code /health/live} and {@code /health/ready} answer
 */
public record ConsoleConfig(InetSocketAddress health) {
    private static final String VERIFY_INTERVAL = "verify.interval.minutes";
    private static final int DAY = 24 * 60;
    private static final String SECOND_USERNAME = "rebuild.neo4j.username";
    private static final String SECOND_PASSWORD = "rebuild.neo4j.password";
    private static final String SECOND_DATABASE = "rebuild.neo4j.database";
    private static final String HEALTH_HOST = "health.host";
    private static final String HEALTH_PORT = "health.port";

    static ConfigDef definition() {
        return new ConfigDef()
                .define(
                        HEALTH_HOST,
                        ConfigDef.Type.STRING,
                        "127.0.0.1",
                        ConfigDef.Importance.LOW,
                        "Address on which /health/live and /health/ready answer.")
                .define(
                        HEALTH_PORT,
                        ConfigDef.Type.INT,
                        8470,
                        ConfigDef.Range.between(0, 65_535),
                        ConfigDef.Importance.LOW,
                        "Port of the health answers; 0 takes a free one.")
                .define(
                        "source.database.url",
                        ConfigDef.Type.STRING,
                        "",
                        ConfigDef.Importance.MEDIUM,
                        "Database URL that cdc-source logs in with, where it is not database.url: its role needs"
                                + " REPLICATION and reads the outbox alone. Also as SOURCE_DATABASE_URL.")
                .define(
                        "source.database.user",
                        ConfigDef.Type.STRING,
                        "",
                        ConfigDef.Importance.LOW,
                        "User that cdc-source logs in as, where source.database.url names none.")
                .define(
                        "source.database.password",
                        ConfigDef.Type.PASSWORD,
                        "",
                        ConfigDef.Importance.LOW,
                        "Password of that user.")
                .define(
                        VERIFY_INTERVAL,
                        ConfigDef.Type.INT,
                        DAY,
                        ConfigDef.Range.between(0, 365 * DAY),
                        ConfigDef.Importance.LOW,
                        "How often 'run verifier' compares the graph with the rows, in minutes; 0 means never.")
                .define(
                        SECOND_USERNAME,
                        ConfigDef.Type.STRING,
                        "",
                        ConfigDef.Importance.LOW,
                        "User of the second graph of 'rebuild --into', where it is not neo4j.username.")
                .define(
                        SECOND_PASSWORD,
                        ConfigDef.Type.PASSWORD,
                        "",
                        ConfigDef.Importance.LOW,
                        "Password of that user.")
                .define(
                        SECOND_DATABASE,
                        ConfigDef.Type.STRING,
                        "",
                        ConfigDef.Importance.LOW,
                        "Database of the second graph, where it is not neo4j.database.");
    }

    static Duration verifyInterval(Settings settings) {
        return Duration.ofMinutes(new AbstractConfig(definition(), settings.toMap(), false).getInt(VERIFY_INTERVAL));
    }

    /** Returns how to log in to the second graph of a rebuild. */
    public static GraphSettings second(Settings settings, GraphSettings live) {
        return new GraphSettings(
                live.uri(),
                settings.get(SECOND_USERNAME).orElse(live.username()),
                settings.get(SECOND_PASSWORD).orElse(live.password()),
                settings.get(SECOND_DATABASE).orElse(live.database()),
                live.connectTimeout(),
                live.acquisitionTimeout(),
                live.transactionTimeout());
    }

    /**
     * Reads the process's own settings.
     *
     * @throws ConfigException naming the key that is wrong
     */
    static ConsoleConfig of(Settings settings) {
        AbstractConfig config = new AbstractConfig(definition(), settings.toMap(), false);
        return new ConsoleConfig(new InetSocketAddress(config.getString(HEALTH_HOST), config.getInt(HEALTH_PORT)));
    }
}
