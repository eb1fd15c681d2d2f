package io.graphsync.console.demo;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The three servers that the local stack started, as its process describes them on its standard output.
 *
 * @param directory where their data and logs are
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record Servers(
        @JsonProperty(value = "directory", required = true) String directory,
        @JsonProperty(value = "postgres", required = true) Postgres postgres,
        @JsonProperty(value = "kafka", required = true) Kafka kafka,
        @JsonProperty(value = "neo4j", required = true) Neo4j neo4j) {

    /** PostgreSQL and its superuser. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Postgres(
            @JsonProperty(value = "host", required = true) String host,
            @JsonProperty(value = "port", required = true) int port,

            @JsonProperty(value = "database", required = true)
            String database,

            @JsonProperty(value = "user", required = true) String user,

            @JsonProperty(value = "password", required = true)
            String password) {

        String url(String user, String password) {
            return "postgres://" + user + ":" + password + "@" + host + ":" + port + "/" + database;
        }

        String jdbcUrl() {
            return "jdbc:postgresql://" + host + ":" + port + "/" + database;
        }
    }

    /** The broker. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Kafka(
            @JsonProperty(value = "bootstrap_servers", required = true)
            String bootstrapServers) {}

    /** Neo4j and its administrator. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Neo4j(
            @JsonProperty(value = "uri", required = true) String uri,
            @JsonProperty(value = "user", required = true) String user,

            @JsonProperty(value = "password", required = true)
            String password) {}
}
