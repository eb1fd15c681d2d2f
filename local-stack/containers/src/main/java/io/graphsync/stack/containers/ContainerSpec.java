package io.graphsync.stack.containers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a container is made of; the servers' settings are those of the child processes, where they matter to a client.
 *
 * @param port on which the server listens in the container
 * @param hostPort of 127.0.0.1, by which clients reach it
 */
record ContainerSpec(String image, int port, int hostPort, Map<String, String> environment, List<String> command) {
    static final String POSTGRES_USER = "postgres";
    static final String NEO4J_USER = "neo4j";

    private static final int POSTGRES_PORT = 5432;
    private static final int BOLT_PORT = 7687;

    ContainerSpec {
        environment = Map.copyOf(environment);
        command = List.copyOf(command);
    }

    /** PostgreSQL with pgvector. */
    static ContainerSpec postgres(int hostPort, String password) {
        var command = new ArrayList<>(List.of("postgres"));
        for (String setting : List.of(
                "wal_level=logical",
                "synchronous_commit=on",
                "max_wal_senders=20",
                "max_replication_slots=20",
                "wal_sender_timeout=30s",
                "max_connections=200",
                "shared_buffers=64MB",
                "max_logical_replication_workers=0",
                "timezone=UTC",
                "log_timezone=UTC",
                // A kill ends the server, not the machine: what it has written stays.
                "fsync=off",
                "full_page_writes=off")) {
            command.addAll(List.of("-c", setting));
        }
        return new ContainerSpec(
                "pgvector/pgvector:pg17",
                POSTGRES_PORT,
                hostPort,
                Map.of("POSTGRES_USER", POSTGRES_USER, "POSTGRES_PASSWORD", password, "LANG", "C.UTF-8"),
                command);
    }

    /** Broker and controller in one. It listens on the host's port, so that it finds itself where its clients do. */
    static ContainerSpec kafka(int hostPort, int heapMb) {
        // Never the controller's, which is below the range that stacks choose from.
        String controller = "127.0.0.1:9093";
        var environment = new LinkedHashMap<String, String>();
        environment.put("KAFKA_NODE_ID", "1");
        environment.put("KAFKA_PROCESS_ROLES", "broker,controller");
        environment.put("KAFKA_CONTROLLER_QUORUM_VOTERS", "1@" + controller);
        environment.put("KAFKA_CONTROLLER_LISTENER_NAMES", "CONTROLLER");
        environment.put("KAFKA_LISTENERS", "PLAINTEXT://:" + hostPort + ",CONTROLLER://" + controller);
        environment.put("KAFKA_ADVERTISED_LISTENERS", "PLAINTEXT://127.0.0.1:" + hostPort);
        environment.put("KAFKA_LISTENER_SECURITY_PROTOCOL_MAP", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        environment.put("KAFKA_LOG_DIRS", "/tmp/kraft-combined-logs");
        environment.put("KAFKA_HEAP_OPTS", "-Xmx" + heapMb + "m");
        environment.put("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");
        for (String topic : List.of("OFFSETS_TOPIC", "TRANSACTION_STATE_LOG", "SHARE_COORDINATOR_STATE_TOPIC")) {
            environment.put("KAFKA_" + topic + "_REPLICATION_FACTOR", "1");
            environment.put("KAFKA_" + topic + "_NUM_PARTITIONS", "1");
        }
        environment.put("KAFKA_TRANSACTION_STATE_LOG_MIN_ISR", "1");
        environment.put("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR", "1");
        environment.put("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0");
        // After a kill the node may register again once its former session has ended.
        environment.put("KAFKA_BROKER_SESSION_TIMEOUT_MS", "3000");
        environment.put("KAFKA_BROKER_HEARTBEAT_INTERVAL_MS", "500");
        environment.put("KAFKA_LOG_CLEANER_DEDUPE_BUFFER_SIZE", String.valueOf(16 << 20));
        environment.put("KAFKA_LOG_SEGMENT_DELETE_DELAY_MS", "1000");
        environment.put("KAFKA_LOG_CLEANER_BACKOFF_MS", "1000");
        return new ContainerSpec("apache/kafka:4.3.1", hostPort, hostPort, environment, List.of());
    }

    /** Neo4j Community. */
    static ContainerSpec neo4j(int hostPort, String password, int heapMb) {
        return new ContainerSpec(
                "neo4j:2026.08.1",
                BOLT_PORT,
                hostPort,
                Map.of(
                        "NEO4J_AUTH",
                        NEO4J_USER + "/" + password,
                        "NEO4J_server_bolt_advertised__address",
                        "127.0.0.1:" + hostPort,
                        "NEO4J_server_memory_heap_max__size",
                        heapMb + "m",
                        "NEO4J_server_memory_pagecache_size",
                        "64m",
                        "NEO4J_dbms_usage__report_enabled",
                        "false"),
                List.of());
    }

    /** As the engine writes it. */
    String portBinding() {
        return "127.0.0.1:" + hostPort + ":" + port;
    }

    /** Without the environment, which holds passwords. */
    @Override
    public String toString() {
        return "ContainerSpec[" + image + ", " + portBinding() + "]";
    }
}
