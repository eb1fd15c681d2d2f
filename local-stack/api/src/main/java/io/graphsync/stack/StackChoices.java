package io.graphsync.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.random.RandomGenerator;

/** What a stack chooses where nobody said it: ports and passwords. Safe for use by several threads. */
public final class StackChoices {
    // Below the range from which systems give ports to outgoing connections: while a server is stopped no connection
    // can take its port.
    private static final int FIRST_PORT = 20_000;
    private static final int LAST_PORT = 32_000;
    private static final int PASSWORD_BYTES = 9;

    private final RandomGenerator random = new SecureRandom();
    private final Set<Integer> given = new HashSet<>();

    /** A port of 127.0.0.1 that nobody has and that these choices have not given before. */
    public int port() {
        return port(0);
    }

    /** The preferred port where it can be had, else another one as of {@link #port()}. */
    public synchronized int port(int preferred) {
        int port = preferred;
        while (port == 0 || given.contains(port) || !isFree(port)) {
            port = random.nextInt(FIRST_PORT, LAST_PORT);
        }
        given.add(port);
        return port;
    }

    /** A new password. */
    public String password() {
        byte[] bytes = new byte[PASSWORD_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
