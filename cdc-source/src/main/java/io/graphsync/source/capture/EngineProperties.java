package io.graphsync.source.capture;

import io.graphsync.source.database.DatabaseSettings;
import io.graphsync.source.database.ServerTimeouts;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.connect.storage.MemoryOffsetBackingStore;

/** Writes the settings of Debezium's engine. Pure. */
public final class EngineProperties {
    /** URL parameters that the connector takes under its own names; all others go to the driver. */
    private static final Set<String> SSL_PARAMETERS =
            Set.of("sslmode", "sslcert", "sslkey", "sslpassword", "sslrootcert", "sslfactory");

    /**
     * What the promises rest on. There is no stored offset: the slot is the only position, because a resume from an
     * offset inside a multi-row WAL record loses rows. Nothing is retried inside the engine, for the same reason: a
     * failure ends it, and the next engine starts at the slot's position. Slot and publication are never made here.
     */
    private static final Map<String, String> PROMISED = Map.ofEntries(
            Map.entry("connector.class", "io.debezium.connector.postgresql.PostgresConnector"),
            Map.entry("offset.storage", MemoryOffsetBackingStore.class.getName()),
            Map.entry("snapshot.mode", "no_data"),
            Map.entry("plugin.name", "pgoutput"),
            Map.entry("slot.drop.on.stop", "false"),
            Map.entry("slot.max.retries", "0"),
            Map.entry("publication.autocreate.mode", "disabled"),
            Map.entry("table.include.list", "public\\.graph_outbox,public\\.graph_heartbeat"),
            Map.entry("skipped.operations", "u,d,t"),
            Map.entry("tombstones.on.delete", "false"),
            Map.entry("provide.transaction.metadata", "false"),
            Map.entry("lsn.flush.mode", "connector"),
            Map.entry("event.processing.failure.handling.mode", "fail"),
            Map.entry("errors.max.retries", "0"),
            Map.entry("time.precision.mode", "adaptive"),
            Map.entry("tasks.max", "1"));

    /** What an operator may change by {@code debezium.*}. */
    private static final Map<String, String> DEFAULTS = Map.of(
            // With nothing set the engine converts records in one thread as well, but starts and ends it all the time.
            "record.processing.threads", "1",
            // Moves the slot past the last transaction of a burst, and past what the publication leaves out.
            "heartbeat.interval.ms", "1000",
            "task.management.timeout.ms", "30000",
            "record.processing.shutdown.timeout.ms", "1000",
            "executor.shutdown.timeout.ms", "4000",
            "database.tcpKeepAlive", "true");

    private static final int STATUS_UPDATES_A_LEASE = 5;

    /** Who has the lease ends the former reader of the slot; this ends it where nobody else is there, or may do so. */
    private static final int SLOT_TIMEOUT_LEASES = 3;

    private static final Set<String> CONFIGURED = Set.of(
            "name",
            "topic.prefix",
            "database.hostname",
            "database.port",
            "database.dbname",
            "database.user",
            "database.password",
            "slot.name",
            "publication.name",
            "poll.interval.ms",
            "max.batch.size",
            "max.queue.size",
            "max.queue.size.in.bytes");

    /** Names of connector settings that an operator can't change, or changes by a key of the source. */
    public static final Set<String> FIXED = fixed();

    private EngineProperties() {}

    /**
     * Returns the settings of one engine.
     *
     * @param name unique among the engines of this process: the connector registers beans under it
     */
    static Properties of(CaptureSettings settings, String name) {
        DatabaseSettings database = settings.database();
        Map<String, String> all = new LinkedHashMap<>(DEFAULTS);
        // Often enough that PostgreSQL never takes a source that is well for one that is frozen.
        all.put(
                "status.update.interval.ms",
                Long.toString(settings.leaseTimeout().toMillis() / STATUS_UPDATES_A_LEASE));
        database.parameters()
                .forEach((parameter, value) ->
                        all.put((SSL_PARAMETERS.contains(parameter) ? "database." : "driver.") + parameter, value));
        all.putAll(settings.overrides());
        all.putAll(PROMISED);
        all.merge(
                "driver.options",
                ServerTimeouts.optionsForReplication(settings.leaseTimeout().multipliedBy(SLOT_TIMEOUT_LEASES)),
                (operators, ours) -> operators + " " + ours);
        all.put("name", name);
        all.put("topic.prefix", name);
        all.put("database.hostname", database.host());
        all.put("database.port", Integer.toString(database.port()));
        all.put("database.dbname", database.database());
        all.put("database.user", database.user());
        all.put("database.password", database.password().value());
        all.put("slot.name", settings.slot());
        all.put("publication.name", settings.publication());
        all.put("poll.interval.ms", Long.toString(settings.pollInterval().toMillis()));
        all.put("max.batch.size", Integer.toString(settings.maxBatchRecords()));
        all.put("max.queue.size", Integer.toString(settings.maxBatchRecords() * 2));
        all.put("max.queue.size.in.bytes", Long.toString(settings.maxQueueBytes()));
        Properties properties = new Properties();
        properties.putAll(all);
        return properties;
    }

    private static Set<String> fixed() {
        Set<String> names = new TreeSet<>(PROMISED.keySet());
        names.addAll(CONFIGURED);
        return Set.copyOf(names);
    }
}
