package io.graphsync.stack.containers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ContainerSpecTest {
    @Test
    void ports_are_open_on_the_loopback_address_alone() {
        assertThat(ContainerSpec.postgres(20_001, "secret").portBinding()).isEqualTo("127.0.0.1:20001:5432");
        assertThat(ContainerSpec.neo4j(20_002, "secret", 512).portBinding()).isEqualTo("127.0.0.1:20002:7687");
    }

    @Test
    void the_broker_listens_where_it_tells_clients_to_go() {
        ContainerSpec spec = ContainerSpec.kafka(20_003, 256);

        assertThat(spec.portBinding()).isEqualTo("127.0.0.1:20003:20003");
        assertThat(spec.environment())
                .containsEntry("KAFKA_LISTENERS", "PLAINTEXT://:20003,CONTROLLER://127.0.0.1:9093")
                .containsEntry("KAFKA_ADVERTISED_LISTENERS", "PLAINTEXT://127.0.0.1:20003")
                .containsEntry("KAFKA_HEAP_OPTS", "-Xmx256m");
    }

    @Test
    void passwords_are_not_shown() {
        assertThat(ContainerSpec.postgres(20_001, "secret")).asString().doesNotContain("secret");
        assertThat(ContainerSpec.neo4j(20_002, "secret", 512)).asString().doesNotContain("secret");
    }
}
