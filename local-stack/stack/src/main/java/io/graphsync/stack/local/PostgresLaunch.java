package io.graphsync.stack.local;

import io.graphsync.stack.StackException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * PostgreSQL from its own programs, made at the first start and run by a watchdog shell.
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
        Path data = folder.resolve("data");
        if (!Files.exists(data)) {
            initialize(user, bin.resolve("initdb"), log);
        }
        var command = new ArrayList<>(List.of("/bin/sh", "-c", script("postgres-watchdog.sh"), "postgres-watchdog"));
        command.addAll(List.of(temporary ? "temporary" : "kept", data.toString()));
        command.addAll(List.of(bin.resolve("postgres").toString(), "-D", data.toString()));
        serverSettings().forEach(setting -> command.addAll(List.of("-c", setting)));
        return builder(user.command(command), log).start();
    }

    private void initialize(PostgresUser user, Path initdb, Path log) throws IOException {
        var command = new ArrayList<>(List.of("/bin/sh", "-c", script("postgres-initdb.sh"), "postgres-initdb"));
        command.addAll(List.of(initdb.toString(), folder.toString()));
        command.addAll(List.of("--auth=scram-sha-256", "--encoding=UTF8", "--locale=C"));
        command.addAll(List.of("--locale-provider=builtin", "--builtin-locale=C.UTF-8"));
        command.add("--text-search-config=english");
        if (temporary) {
            command.add("--no-sync");
        }
        Process process = builder(user.command(command), log)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (Writer stdin = process.outputWriter(StandardCharsets.UTF_8)) {
            stdin.write(password + "\n");
        } catch (IOException e) {
            process.destroy(); // it died before it read; its code tells
        }
        try {
            int code = process.waitFor();
            if (code != 0) {
                throw new StackException("initdb failed with code " + code + "." + LogTail.of(log));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new StackException("Interrupted during initdb", e);
        }
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

    private ProcessBuilder builder(List<String> command, Path log) {
        // A directory that PostgreSQL's user can enter.
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    }

    private static String script(String name) {
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
