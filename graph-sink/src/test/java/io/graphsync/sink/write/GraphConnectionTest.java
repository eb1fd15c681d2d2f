package io.graphsync.sink.write;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphsync.sink.failure.GraphFailure;
import java.net.URI;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class GraphConnectionTest {
    @Test
    void who_asks_while_it_is_closed_hears_what_he_hears_of_a_server_that_is_away() {
        GraphConnection connection =
                GraphConnection.open(GraphSettings.of(URI.create("bolt://127.0.0.1:1"), "neo4j", "unused", "neo4j"));
        connection.close();

        assertThatThrownBy(() -> new GraphReader(connection).read("RETURN 1", Map.of()))
                .asInstanceOf(InstanceOfAssertFactories.type(GraphFailure.class))
                .extracting(GraphFailure::code)
                .isEqualTo(GraphFailure.UNREACHABLE);
    }
}
