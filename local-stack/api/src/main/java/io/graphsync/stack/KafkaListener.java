package io.graphsync.stack;

/**
 * One more way into the broker, for clients that come through a proxy: the broker tells them to come back by the proxy's
 * port, not by its own.
 *
 * @param port where the broker listens
 * @param advertisedPort what it tells the clients that came in here
 */
public record KafkaListener(int port, int advertisedPort) {
    /** Checks the ranges. */
    public KafkaListener {
        if (port < 1 || port > 65_535 || advertisedPort < 1 || advertisedPort > 65_535) {
            throw new IllegalArgumentException("not two ports: " + port + ", " + advertisedPort);
        }
    }

    @Override
    public String toString() {
        return port + ":" + advertisedPort;
    }
}
