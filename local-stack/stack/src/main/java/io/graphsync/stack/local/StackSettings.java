package io.graphsync.stack.local;

import io.graphsync.stack.StackChoices;
import io.graphsync.stack.StackException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Properties;

/**
 * Ports and passwords of a stack: chosen once, the same for as long as the stack lives, and over several lives where its
 * data are kept and the port is still free. Safe for use by several threads.
 */
final class StackSettings {
    private final Path file;
    private final Properties values = new Properties();
    private final StackChoices choices = new StackChoices();

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
        int port = choices.port(Integer.parseInt(values.getProperty(key, "0")));
        put(key, Integer.toString(port));
        return port;
    }

    /** The wanted password, else the kept one, else a new one. */
    synchronized String password(String key, Optional<String> wanted) {
        String password = wanted.orElseGet(() -> values.getProperty(key, choices.password()));
        put(key, password);
        return password;
    }

    private void put(String key, String value) {
        values.setProperty(key, value);
        try (OutputStream out = Files.newOutputStream(file)) {
            values.store(out, "A stack of graphsync: ports and passwords");
        } catch (IOException e) {
            throw new StackException("Cannot write " + file, e);
        }
    }
}
