package io.graphsync.console.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How to log in to the demo's servers. The passwords are random and open nothing but throw-away servers on 127.0.0.1, so
 * that they may be printed.
 */
record Credentials(Servers servers, String applicationPassword, String sourcePassword) {
    private static final int PASSWORD_BYTES = 12;

    /** Makes up the passwords of the roles. */
    static Credentials random(Servers servers) {
        return new Credentials(servers, password(), password());
    }

    private static String password() {
        byte[] bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    String applicationUrl() {
        return servers.postgres().url("app_rw", applicationPassword);
    }

    String sourceUrl() {
        return servers.postgres().url("cdc_source", sourcePassword);
    }

    String ownerUrl() {
        return servers.postgres()
                .url(servers.postgres().user(), servers.postgres().password());
    }

    /** Returns the variables with which the parts and the schema tool find these servers. */
    Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("DATABASE_URL", applicationUrl());
        environment.put("SOURCE_DATABASE_URL", sourceUrl());
        environment.put("MIGRATOR_DATABASE_URL", ownerUrl());
        environment.put("KAFKA_BOOTSTRAP_SERVERS", servers.kafka().bootstrapServers());
        environment.put("NEO4J_URI", servers.neo4j().uri());
        environment.put("NEO4J_USERNAME", servers.neo4j().user());
        environment.put("NEO4J_PASSWORD", servers.neo4j().password());
        return environment;
    }

    /** What {@code -o json} prints once everything runs. */
    record Announcement(
            @JsonProperty("format") String format,
            @JsonProperty("environment") Map<String, String> environment) {}

    Announcement announcement() {
        return new Announcement("graphsync.demo-running/1", environment());
    }
}
