package io.graphsync.stack.containers;

import java.sql.DriverManager;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Config;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.SessionConfig;

/** Asks a server for an answer that only a server that is ready gives; throws, soon, where it does not get it. */
@FunctionalInterface
interface Probe {
    int TIMEOUT_SECONDS = 3;

    void ask() throws Exception;

    static Probe postgres(String url, String password) {
        var properties = new Properties();
        properties.put("user", ContainerSpec.POSTGRES_USER);
        properties.put("password", password);
        properties.put("loginTimeout", Integer.toString(TIMEOUT_SECONDS));
        properties.put("socketTimeout", Integer.toString(TIMEOUT_SECONDS));
        return () -> {
            try (var connection = DriverManager.getConnection(url, properties);
                    var statement = connection.createStatement()) {
                statement.execute("SELECT 1");
            }
        };
    }

    static Probe kafka(String bootstrapServers) {
        long millis = TimeUnit.SECONDS.toMillis(TIMEOUT_SECONDS);
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", bootstrapServers,
                "request.timeout.ms", (int) millis,
                "default.api.timeout.ms", (int) millis);
        return () -> {
            try (var admin = Admin.create(settings)) {
                if (admin.describeCluster()
                        .nodes()
                        .get(2 * millis, TimeUnit.MILLISECONDS)
                        .isEmpty()) {
                    throw new IllegalStateException("The broker has not registered yet");
                }
            }
        };
    }

    static Probe neo4j(String uri, String password) {
        Config config = Config.builder()
                .withConnectionTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .withConnectionAcquisitionTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .build();
        return () -> {
            try (var driver = GraphDatabase.driver(uri, AuthTokens.basic(ContainerSpec.NEO4J_USER, password), config);
                    var session = driver.session(SessionConfig.forDatabase("neo4j"))) {
                session.run("RETURN 1").consume();
            }
        };
    }
}
