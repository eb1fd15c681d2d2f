package io.graphsync.retry;

import io.graphsync.outbox.topic.TopicNames;
import io.graphsync.retry.letters.LetterSettings;
import io.graphsync.retry.policy.RetryPolicies;
import io.graphsync.retry.policy.RetryPolicy;
import io.graphsync.retry.topology.StreamsSettings;
import io.graphsync.retry.writeback.DatabaseSettings;
import io.graphsync.retry.writeback.WritebackSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigException;

/**
 * The router's configuration, checked.
 *
 * @param names the pipeline's topics
 * @param policies how often and when events are delivered again
 * @param dueCheck how often the router looks for events that are due
 * @param streams how the topology reaches Kafka, and where it keeps its state
 * @param writeback how failures and dead letters are read
 * @param database where the outbox is
 */
public record RouterConfig(
        TopicNames names,
        RetryPolicies policies,
        Duration dueCheck,
        StreamsSettings streams,
        WritebackSettings writeback,
        DatabaseSettings database) {

    static final String DATABASE_URL = "database.url";
    static final String DATABASE_USER = "database.user";
    static final String DATABASE_PASSWORD = "database.password";
    static final String BOOTSTRAP_SERVERS = "kafka.bootstrap.servers";
    static final String TOPICS_PREFIX = "topics.prefix";
    static final String OWN = "retry.";
    static final String MAX_ATTEMPTS = "retry.max.attempts";
    static final String BACKOFF_INITIAL = "retry.backoff.initial.ms";
    static final String BACKOFF_MAX = "retry.backoff.max.ms";
    static final String BACKOFF_MULTIPLIER = "retry.backoff.multiplier";
    static final String JITTER = "retry.jitter";
    static final String DUE_CHECK = "retry.due.check.interval.ms";
    static final String STATE_DIRECTORY = "retry.state.directory";
    static final String APPLICATION_ID = "retry.application.id";

    private static final RetryPolicy DEFAULT = RetryPolicy.DEFAULT;
    private static final long MAX_BACKOFF_MS = Duration.ofDays(7).toMillis();

    /** Checks that all are there. */
    public RouterConfig {
        Objects.requireNonNull(names, "names");
        Objects.requireNonNull(policies, "policies");
        Objects.requireNonNull(dueCheck, "dueCheck");
        Objects.requireNonNull(streams, "streams");
        Objects.requireNonNull(writeback, "writeback");
        Objects.requireNonNull(database, "database");
    }

    /** Returns the keys that the router reads, with types, defaults and documentation. */
    public static ConfigDef definition() {
        return shared(new ConfigDef())
                .define(
                        MAX_ATTEMPTS,
                        ConfigDef.Type.INT,
                        DEFAULT.maxAttempts(),
                        Range.between(1, 1_000),
                        Importance.MEDIUM,
                        "Deliveries of an event until it becomes a dead letter, the first one included.")
                .define(
                        BACKOFF_INITIAL,
                        ConfigDef.Type.LONG,
                        DEFAULT.initialBackoff().toMillis(),
                        Range.between(1, MAX_BACKOFF_MS),
                        Importance.MEDIUM,
                        "Backoff after the first failed delivery, in milliseconds.")
                .define(
                        BACKOFF_MAX,
                        ConfigDef.Type.LONG,
                        DEFAULT.maxBackoff().toMillis(),
                        Range.between(1, MAX_BACKOFF_MS),
                        Importance.MEDIUM,
                        "Longest backoff between two deliveries, before jitter, in milliseconds.")
                .define(
                        BACKOFF_MULTIPLIER,
                        ConfigDef.Type.DOUBLE,
                        DEFAULT.multiplier(),
                        Range.between(1, 100),
                        Importance.LOW,
                        "What each backoff is multiplied by to give the next.")
                .define(
                        JITTER,
                        ConfigDef.Type.DOUBLE,
                        DEFAULT.jitter(),
                        Range.between(0, 1),
                        Importance.LOW,
                        "How far a backoff may be from the computed one: 0.2 gives 80 % to 120 % of it.")
                .define(
                        DUE_CHECK,
                        ConfigDef.Type.LONG,
                        200L,
                        Range.between(10, 60_000),
                        Importance.LOW,
                        "How often the router looks for events that are due, in milliseconds.")
                .define(
                        STATE_DIRECTORY,
                        ConfigDef.Type.STRING,
                        defaultStateDirectory(),
                        new ConfigDef.NonEmptyString(),
                        Importance.MEDIUM,
                        "Where the waiting events are kept on the disk. A copy of what Kafka holds: if it is lost it is"
                                + " read back. Not shared by two routers.")
                .define(
                        APPLICATION_ID,
                        ConfigDef.Type.STRING,
                        null,
                        null,
                        Importance.LOW,
                        "Names the router's consumer group, transactions and changelog topics. Default: topics.prefix"
                                + " followed by -retry-router. Changing it abandons the waiting events.");
    }

    private static ConfigDef shared(ConfigDef definition) {
        return kafka(definition)
                .define(
                        DATABASE_URL,
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        RouterConfigReader::checkJdbcUrl,
                        Importance.HIGH,
                        "JDBC URL of the database that holds graph_outbox.")
                .define(
                        DATABASE_USER,
                        ConfigDef.Type.STRING,
                        "",
                        Importance.HIGH,
                        "Role that may update graph_outbox and write graph_sync_progress, such as app_rw.")
                .define(DATABASE_PASSWORD, ConfigDef.Type.PASSWORD, "", Importance.HIGH, "The role's password.");
    }

    static ConfigDef kafka(ConfigDef definition) {
        return definition
                .define(
                        BOOTSTRAP_SERVERS,
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        RouterConfigReader::checkBootstrapServers,
                        Importance.HIGH,
                        "Kafka brokers to begin with, as host:port, separated by commas.")
                .define(
                        TOPICS_PREFIX,
                        ConfigDef.Type.STRING,
                        TopicNames.DEFAULT_PREFIX,
                        RouterConfigReader::checkPrefix,
                        Importance.MEDIUM,
                        "What the names of all topics begin with.");
    }

    /**
     * Reads the configuration of a pipeline. Keys of other parts are not looked at.
     *
     * @throws ConfigException naming every key that is wrong, one a line
     */
    public static RouterConfig parse(Map<String, String> properties) {
        return new RouterConfigReader(properties).read();
    }

    /**
     * Reads what is needed for looking at dead letters and moving them: Kafka alone.
     *
     * @throws ConfigException naming every key that is wrong, one a line
     */
    public static LetterSettings letters(Map<String, String> properties) {
        return new RouterConfigReader(properties).readLetters();
    }

    /** Not the bare temporary directory: two users of one machine must not meet in it. */
    private static String defaultStateDirectory() {
        return Path.of(System.getProperty("java.io.tmpdir"), "graphsync-" + System.getProperty("user.name"))
                .toString();
    }

    /** Leaves out the client settings, which may hold secrets. */
    @Override
    public String toString() {
        return "RouterConfig[" + names.prefix() + ", " + policies.standard() + ", " + streams.bootstrapServers() + ", "
                + streams.stateDirectory() + ", " + database + "]";
    }
}
