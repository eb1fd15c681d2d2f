package io.graphsync.stack;

/** A Kafka cluster of one node, which creates no topic by itself. */
public record KafkaServer(String host, int port, ServerControl control) implements StackServer {
    /** The value of the clients' {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return host + ":" + port;
    }

    @Override
    public String toString() {
        return "KafkaServer[" + host + ":" + port + "]";
    }
}
