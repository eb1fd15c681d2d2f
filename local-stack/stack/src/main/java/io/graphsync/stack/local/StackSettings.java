package io.graphsync.stack.local;

import io.graphsync.stack.StackException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Ports and passwords of a stack: chosen once, the same for as long as the stack lives, and over several lives where its
 * data are kept and the port is still free. Safe for use by several threads.
 */
final class StackSettings {
    // Below the range from which systems give ports to outgoing connections: while a server is stopped no connection
    // can take its port.
    private static final int FIRST_PORT = 20_000;
    private static final int LAST_PORT = 32_000;
    private static final int PASSWORD_BYTES = 9;

    private final Path file;
    private final Properties values = new Properties();
    private final RandomGenerator random = new SecureRandom();
    private final Set<Integer> given = new HashSet<>();

    private StackSettings(Path file) {
        this.file = file;
    }

    static StackSettings load(Path file) {
        var settings = new StackSettings(file);
        try {
            if (Files.exists(file)) {
                try (InputStream in = Files.newInputStream(file)) {
                    settings.values.load(in);
                }
            } else {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
        } catch (IOException e) {
            throw new StackException("Cannot use " + file + ": " + e, e);
        }
        return settings;
    }

    /** The port kept under that key, or a new one where there is none or another process has it. */
    synchronized int port(String key) {
        int port = Integer.parseInt(values.getProperty(key, "0"));
        while (port == 0 || given.contains(port) || !isFree(port)) {
            port = random.nextInt(FIRST_PORT, LAST_PORT);
        }
        given.add(port);
        put(key, Integer.toString(port));
        return port;
    }

    /** The wanted password, else the kept one, else a new one. */
    synchronized String password(String key, Optional<String> wanted) {
        String password = wanted.orElseGet(() -> values.getProperty(key, newPassword()));
        put(key, password);
        return password;
    }

    private String newPassword() {
        byte[] bytes = new byte[PASSWORD_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private void put(String key, String value) {
        values.setProperty(key, value);
        try (OutputStream out = Files.newOutputStream(file)) {
            values.store(out, "A stack of graphsync: ports and passwords");
        } catch (IOException e) {
            throw new StackException("Cannot write " + file, e);
        }
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
