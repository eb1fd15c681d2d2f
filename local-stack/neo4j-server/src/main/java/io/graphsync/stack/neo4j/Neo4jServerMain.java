package io.graphsync.stack.neo4j;

import static io.graphsync.stack.child.ChildProcess.required;

import io.graphsync.stack.child.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.neo4j.configuration.GraphDatabaseInternalSettings;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.connectors.HttpConnector;
import org.neo4j.configuration.connectors.HttpsConnector;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.dbms.api.DatabaseManagementService;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;
import org.neo4j.io.ByteUnit;

/**
 * Neo4j Community with Bolt. Settings: {@code data}, {@code port}, {@code password} (of the user neo4j), {@code
 * pagecache.mb}.
 */
public final class Neo4jServerMain {
    private Neo4jServerMain() {}

    public static void main(String[] args) {
        ChildProcess.run(Neo4jServerMain::start);
    }

    private static AutoCloseable start(Map<String, String> settings) throws IOException {
        Path data = Path.of(required(settings, "data"));
        Files.createDirectories(data);
        var bolt = new SocketAddress("127.0.0.1", Integer.parseInt(required(settings, "port")));
        long pageCacheMb = Long.parseLong(required(settings, "pagecache.mb"));
        DatabaseManagementService service = new DatabaseManagementServiceBuilder(data)
                .setConfig(BoltConnector.enabled, true)
                .setConfig(BoltConnector.listen_address, bolt)
                .setConfig(BoltConnector.advertised_address, bolt)
                .setConfig(HttpConnector.enabled, false)
                .setConfig(HttpsConnector.enabled, false)
                .setConfig(GraphDatabaseSettings.auth_enabled, true)
                .setConfig(GraphDatabaseSettings.udc_enabled, false)
                .setConfig(GraphDatabaseSettings.log_queries, GraphDatabaseSettings.LogQueryLevel.OFF)
                .setConfig(GraphDatabaseSettings.pagecache_memory, ByteUnit.mebiBytes(pageCacheMb))
                .setConfig(GraphDatabaseSettings.preallocate_logical_logs, false)
                // The default makes every stop wait for seconds.
                .setConfig(GraphDatabaseInternalSettings.netty_server_shutdown_quiet_period, Duration.ZERO)
                .build();
        setPassword(service, required(settings, "password"));
        return service::shutdown;
    }

    /** By way of another one, because Neo4j refuses to set the password that is set already. */
    private static void setPassword(DatabaseManagementService service, String password) {
        var system = service.database(GraphDatabaseSettings.SYSTEM_DATABASE_NAME);
        for (String next : List.of(UUID.randomUUID().toString(), password)) {
            system.executeTransactionally(
                    "ALTER USER neo4j SET PASSWORD $password CHANGE NOT REQUIRED", Map.of("password", next));
        }
    }
}
