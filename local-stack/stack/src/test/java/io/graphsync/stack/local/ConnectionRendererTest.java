package io.graphsync.stack.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.stack.KafkaServer;
import io.graphsync.stack.Neo4jServer;
import io.graphsync.stack.PostgresServer;
import io.graphsync.stack.ServerControl;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ConnectionRendererTest {
    @Test
    void every_server_tells_how_to_reach_it_on_one_line() {
        var control = new ControlOfNothing();

        String json = ConnectionRenderer.render(
                Path.of("/data"),
                List.of(
                        new PostgresServer("127.0.0.1", 1, "postgres", "a", control),
                        new KafkaServer("127.0.0.1", 2, control),
                        new Neo4jServer("127.0.0.1", 3, "neo4j", "b", control, directory -> {})));

        assertThat(json)
                .isEqualTo("{\"format\":\"graphsync.stack/1\",\"directory\":\"/data\","
                        + "\"postgres\":{\"host\":\"127.0.0.1\",\"port\":1,\"pid\":42,"
                        + "\"jdbc_url\":\"jdbc:postgresql://127.0.0.1:1/postgres\","
                        + "\"uri\":\"postgres://postgres:a@127.0.0.1:1/postgres\","
                        + "\"database\":\"postgres\",\"user\":\"postgres\",\"password\":\"a\"},"
                        + "\"kafka\":{\"host\":\"127.0.0.1\",\"port\":2,\"pid\":42,"
                        + "\"bootstrap_servers\":\"127.0.0.1:2\"},"
                        + "\"neo4j\":{\"host\":\"127.0.0.1\",\"port\":3,\"pid\":42,"
                        + "\"uri\":\"bolt://127.0.0.1:3\",\"database\":\"neo4j\","
                        + "\"user\":\"neo4j\",\"password\":\"b\"}}");
    }

    @Test
    void quotes_backslashes_and_control_characters_are_escaped() {
        assertThat(ConnectionRenderer.text("a\"b\\c\n")).isEqualTo("\"a\\\"b\\\\c\\u000a\"");
    }

    private static final class ControlOfNothing implements ServerControl {
        @Override
        public void start() {}

        @Override
        public void stop() {}

        @Override
        public void kill() {}

        @Override
        public void pause() {}

        @Override
        public void resume() {}

        @Override
        public boolean isRunning() {
            return true;
        }

        @Override
        public OptionalLong pid() {
            return OptionalLong.of(42);
        }
    }
}
