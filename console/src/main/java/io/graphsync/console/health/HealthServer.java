package io.graphsync.console.health;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Answers {@code /health/live} and {@code /health/ready}: 200 or 503, and each part's state as JSON. */
public final class HealthServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private HealthServer(HttpServer server) {
        this.server = server;
    }

    /**
     * Starts to answer.
     *
     * @param address where to listen; port 0 takes a free one
     * @throws IOException if the address is in use or not ours
     */
    public static HealthServer start(InetSocketAddress address, Supplier<Health> health) throws IOException {
        HealthServer started = new HealthServer(HttpServer.create(address, 0));
        started.server.setExecutor(started.threads);
        started.answer("/health/live", health, Health::live);
        started.answer("/health/ready", health, Health::ready);
        started.server.start();
        return started;
    }

    /** Returns the port that it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    private void answer(String path, Supplier<Health> health, Predicate<Health> good) {
        server.createContext(path, exchange -> {
            try (exchange) {
                Health now = health.get();
                respond(exchange, good.test(now), now);
            }
        });
    }

    private static void respond(HttpExchange exchange, boolean good, Health health) throws IOException {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("format", "graphsync.health/1");
        body.put("status", good ? "ok" : "failing");
        body.put("parts", new TreeMap<>(health.parts()));
        byte[] bytes = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(good ? 200 : 503, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
