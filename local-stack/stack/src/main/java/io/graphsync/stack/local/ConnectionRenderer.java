package io.graphsync.stack.local;

import io.graphsync.stack.KafkaServer;
import io.graphsync.stack.Neo4jServer;
import io.graphsync.stack.PostgresServer;
import io.graphsync.stack.StackServer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** One line of JSON that tells how to reach the servers; its format is {@code graphsync.stack/1}. */
final class ConnectionRenderer {
    private ConnectionRenderer() {}

    static String render(Path directory, List<StackServer> servers) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("format", text("graphsync.stack/1"));
        fields.put("directory", text(directory.toString()));
        for (StackServer server : servers) {
            switch (server) {
                case PostgresServer postgres -> fields.put("postgres", postgres(postgres));
                case KafkaServer kafka -> fields.put("kafka", kafka(kafka));
                case Neo4jServer neo4j -> fields.put("neo4j", neo4j(neo4j));
            }
        }
        return object(fields);
    }

    private static String postgres(PostgresServer server) {
        Map<String, String> fields = common(server, server.host(), server.port());
        fields.put("jdbc_url", text(server.jdbcUrl(PostgresServer.DATABASE)));
        fields.put("uri", text(server.uri(PostgresServer.DATABASE)));
        fields.put("database", text(PostgresServer.DATABASE));
        fields.put("user", text(server.user()));
        fields.put("password", text(server.password()));
        return object(fields);
    }

    private static String kafka(KafkaServer server) {
        Map<String, String> fields = common(server, server.host(), server.port());
        fields.put("bootstrap_servers", text(server.bootstrapServers()));
        return object(fields);
    }

    private static String neo4j(Neo4jServer server) {
        Map<String, String> fields = common(server, server.host(), server.port());
        fields.put("uri", text(server.uri()));
        fields.put("database", text(Neo4jServer.DATABASE));
        fields.put("user", text(server.user()));
        fields.put("password", text(server.password()));
        return object(fields);
    }

    private static Map<String, String> common(StackServer server, String host, int port) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("host", text(host));
        fields.put("port", Integer.toString(port));
        server.pid().ifPresent(pid -> fields.put("pid", Long.toString(pid)));
        return fields;
    }

    private static String object(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> text(field.getKey()) + ":" + field.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    static String text(String value) {
        var json = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append("\\u%04x".formatted((int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
