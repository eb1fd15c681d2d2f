package io.graphsync.stack.local;

import io.graphsync.stack.StackException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * PostgreSQL from its own programs. A watchdog shell makes the cluster at the first start, so that whoever finds the
 * watchdog finds that, too, and runs the server.
 *
 * @param folder of the stack that holds the cluster
 */
record PostgresLaunch(Path folder, boolean temporary, int port, String password, PostgresCache cache)
        implements Launch {
    /** Gives the directory of PostgreSQL's programs. */
    @FunctionalInterface
    interface PostgresCache {
        Path home();
    }

    @Override
    public Process spawn(Path log) throws IOException {
        Path bin = cache.home().resolve("bin");
        Files.createDirectories(folder);
        PostgresUser user = PostgresUser.choose(folder, bin.resolve("postgres"));
        user.own(folder);
        var command = new ArrayList<>(List.of("/bin/sh", "-c", watchdog(), "postgres-watchdog"));
        command.addAll(List.of(temporary ? "temporary" : "kept", folder.toString(), bin.toString()));
        serverSettings().forEach(setting -> command.addAll(List.of("-c", setting)));
        return new ProcessBuilder(user.command(command))
                .directory(folder.toFile()) // one that PostgreSQL's user can enter
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    @Override
    public String greeting() {
        return password + "\n";
    }

    private List<String> serverSettings() {
        var settings = new ArrayList<>(List.of(
                "port=" + port,
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "wal_level=logical",
                "synchronous_commit=on",
                "max_wal_senders=20",
                "max_replication_slots=20",
                "wal_sender_timeout=30s",
                "max_connections=200",
                "shared_buffers=64MB",
                // A worker process less for each that nobody needs here.
                "io_method=sync",
                "max_logical_replication_workers=0",
                "timezone=UTC",
                "log_timezone=UTC"));
        if (temporary) {
            settings.addAll(List.of("fsync=off", "full_page_writes=off"));
        }
        return settings;
    }

    private static String watchdog() {
        String name = "postgres-watchdog.sh";
        try (InputStream in = PostgresLaunch.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not beside this class");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new StackException("Cannot read " + name, e);
        }
    }
}
