package io.graphsync.console.run;

import io.graphsync.console.config.Settings;
import java.net.InetSocketAddress;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;

/**
 * The settings of the process itself.
 *
 * @param health where {@code /health/live} and {@code /health/ready} answer
 */
record ConsoleConfig(InetSocketAddress health) {
    private static final String HEALTH_HOST = "health.host";
    private static final String HEALTH_PORT = "health.port";

    static ConfigDef definition() {
        return new ConfigDef()
                .define(
                        HEALTH_HOST,
                        Type.STRING,
                        "127.0.0.1",
                        Importance.LOW,
                        "Address on which /health/live and /health/ready answer.")
                .define(
                        HEALTH_PORT,
                        Type.INT,
                        8470,
                        ConfigDef.Range.between(0, 65_535),
                        Importance.LOW,
                        "Port of the health answers; 0 takes a free one.")
                .define(
                        "source.database.url",
                        Type.STRING,
                        "",
                        Importance.MEDIUM,
                        "Database URL that cdc-source logs in with, where it is not database.url: its role needs"
                                + " REPLICATION and reads the outbox alone. Also as SOURCE_DATABASE_URL.")
                .define(
                        "source.database.user",
                        Type.STRING,
                        "",
                        Importance.LOW,
                        "User that cdc-source logs in as, where source.database.url names none.")
                .define(
                        "source.database.password",
                        Type.PASSWORD,
                        "",
                        Importance.LOW,
                        "Password of that user.");
    }

    /**
     * Reads the process's own settings.
     *
     * @throws ConfigException naming the key that is wrong
     */
    static ConsoleConfig of(Settings settings) {
        Map<String, Object> values = definition().parse(settings.toMap());
        return new ConsoleConfig(new InetSocketAddress((String) values.get(HEALTH_HOST), (Integer) values.get(HEALTH_PORT)));
    }
}
