package io.graphsync.schema.server;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A throwaway server of a PostgreSQL that this machine has installed, with its client programs. */
public final class InstalledPostgres implements AutoCloseable {
    private static final List<String> PARENTS = List.of("/usr/lib/postgresql", "/usr/local/pgsql", "/usr");
    private static final String USER = "postgres";

    private final Path directory;
    private final int port;
    private final Process process;

    private InstalledPostgres(Path directory, int port, Process process) {
        this.directory = directory;
        this.port = port;
        this.process = process;
    }

    /** The folder of the programs of the newest installation, if there is one. */
    public static Optional<Path> programs() {
        return PARENTS.stream()
                .flatMap(InstalledPostgres::installations)
                .filter(bin -> Stream.of("initdb", "postgres", "pg_dump", "pg_restore")
                        .allMatch(program -> Files.isExecutable(bin.resolve(program))))
                .findFirst();
    }

    private static Stream<Path> installations(String parent) {
        Path folder = Path.of(parent);
        if (!Files.isDirectory(folder)) {
            return Stream.empty();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> versions = entries.sorted(Comparator.reverseOrder())
                    .map(entry -> entry.resolve("bin"))
                    .toList();
            return Stream.concat(versions.stream(), Stream.of(folder.resolve("bin")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a server, and waits until it answers. */
    public static InstalledPostgres start(Path programs) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("installed-postgres");
        boolean root = new UnixSystem().getUid() == 0;
        if (root) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            run(List.of("chown", "nobody", directory.toString()));
        }
        List<String> user =
                root ? List.of("setpriv", "--reuid=nobody", "--regid=65534", "--clear-groups", "--") : List.of();
        Path data = directory.resolve("data");
        run(with(
                user,
                programs.resolve("initdb").toString(),
                "--pgdata=" + data,
                "--username=" + USER,
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync"));
        int port = freePort();
        Process server = new ProcessBuilder(with(
                        user,
                        programs.resolve("postgres").toString(),
                        "-D",
                        data.toString(),
                        "-c",
                        "port=" + port,
                        "-c",
                        "listen_addresses=127.0.0.1",
                        "-c",
                        "unix_socket_directories=",
                        "-c",
                        "fsync=off"))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        InstalledPostgres started = new InstalledPostgres(directory, port, server);
        Awaitility.await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> {
            try (Connection connection = started.connection()) {
                return connection.isValid(5);
            }
        });
        return started;
    }

    private static List<String> with(List<String> prefix, String... words) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(words));
        return command;
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(Path.of("/").toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + output);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The database {@code postgres}, as the superuser. */
    public String uri() {
        return "postgres://" + USER + "@127.0.0.1:" + port + "/postgres";
    }

    /** A new connection as the superuser; the caller closes it. */
    public Connection connection() throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/postgres", USER, "");
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
