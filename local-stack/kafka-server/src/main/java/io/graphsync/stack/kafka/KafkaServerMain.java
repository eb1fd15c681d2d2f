package io.graphsync.stack.kafka;

import static io.graphsync.stack.child.ChildProcess.required;

import io.graphsync.stack.child.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;

/**
 * A Kafka node that is broker and controller in one. Settings: {@code data}, {@code port}, {@code controller.port}, and
 * optionally {@code listeners}, further ones as {@code port:advertised port} with commas between them. An empty data
 * directory is formatted with a new cluster id, a used one keeps its own.
 */
public final class KafkaServerMain {
    private KafkaServerMain() {}

    public static void main(String[] args) {
        ChildProcess.run(KafkaServerMain::start);
    }

    private static AutoCloseable start(Map<String, String> settings) throws Exception {
        Path data = Path.of(required(settings, "data"));
        format(data);
        Properties properties = nodeProperties(data, required(settings, "port"), required(settings, "controller.port"));
        addListeners(properties, settings.getOrDefault("listeners", ""));
        var server = new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
        server.startup();
        return server::shutdown;
    }

    private static void addListeners(Properties properties, String listeners) {
        int number = 0;
        for (String listener : listeners.isEmpty() ? new String[0] : listeners.split(",", -1)) {
            String[] ports = listener.split(":", -1);
            String name = "EXTRA" + ++number;
            append(properties, "listeners", name + "://127.0.0.1:" + ports[0]);
            append(properties, "advertised.listeners", name + "://127.0.0.1:" + ports[1]);
            append(properties, "listener.security.protocol.map", name + ":PLAINTEXT");
            properties.put("listener.name." + name.toLowerCase(Locale.ROOT) + ".num.network.threads", "1");
        }
    }

    private static void append(Properties properties, String key, String value) {
        properties.merge(key, value, (before, added) -> before + "," + added);
    }

    private static void format(Path data) throws Exception {
        if (Files.exists(data.resolve("meta.properties"))) {
            return;
        }
        Files.createDirectories(data);
        requireEmpty(data);
        new Formatter()
                .setPrintStream(System.err)
                .setNodeId(1)
                .setClusterId(Uuid.randomUuid().toString())
                .setDirectories(List.of(data.toString()))
                .setMetadataLogDirectory(data.toString())
                .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                .setControllerListenerName("CONTROLLER")
                .run();
    }

    private static void requireEmpty(Path data) throws IOException {
        try (var entries = Files.newDirectoryStream(data)) {
            if (entries.iterator().hasNext()) {
                throw new IOException(data + " holds files but no meta.properties: no data of a Kafka node");
            }
        }
    }

    private static Properties nodeProperties(Path data, String port, String controllerPort) {
        var p = new Properties();
        p.put("process.roles", "broker,controller");
        p.put("node.id", "1");
        p.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        p.put("controller.listener.names", "CONTROLLER");
        p.put("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        p.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        p.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        p.put("log.dirs", data.toString());
        p.put("auto.create.topics.enable", "false");
        // One node: what is replicated elsewhere has one replica here.
        p.put("offsets.topic.replication.factor", "1");
        p.put("offsets.topic.num.partitions", "1");
        p.put("transaction.state.log.replication.factor", "1");
        p.put("transaction.state.log.min.isr", "1");
        p.put("transaction.state.log.num.partitions", "1");
        p.put("share.coordinator.state.topic.replication.factor", "1");
        p.put("share.coordinator.state.topic.min.isr", "1");
        p.put("share.coordinator.state.topic.num.partitions", "1");
        p.put("default.replication.factor", "1");
        p.put("min.insync.replicas", "1");
        p.put("group.initial.rebalance.delay.ms", "0");
        // After a kill the node may register again once its former session has ended.
        p.put("broker.session.timeout.ms", "3000");
        p.put("broker.heartbeat.interval.ms", "500");
        // A small machine, shared with two more servers and the tests.
        p.put("num.network.threads", "2");
        p.put("num.io.threads", "4");
        p.put("background.threads", "2");
        p.put("num.recovery.threads.per.data.dir", "1");
        p.put("log.cleaner.dedupe.buffer.size", String.valueOf(16 << 20));
        p.put("log.segment.delete.delay.ms", "1000");
        // Compaction is waited for.
        p.put("log.cleaner.backoff.ms", "1000");
        return p;
    }
}
