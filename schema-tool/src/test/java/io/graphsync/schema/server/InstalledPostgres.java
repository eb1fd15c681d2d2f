package io.graphsync.schema.server;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A PostgreSQL that this machine has as a package, in a directory of its own, for one test class. */
public final class InstalledPostgres implements AutoCloseable {
    /** Where distributions put the programs of each major. */
    private static final List<String> PLACES =
            List.of("/usr/lib/postgresql/%d/bin", "/usr/pgsql-%d/bin", "/usr/lib/postgresql%d/bin");

    private static final int OLDEST = 15;
    private static final int NEWEST = 25;
    private static final long START_SECONDS = 30;

    private final Path folder;
    private final Process server;
    private final int port;

    private InstalledPostgres(Path folder, Process server, int port) {
        this.folder = folder;
        this.server = server;
        this.port = port;
    }

    /** Where the programs of a major are, if they are here. */
    public static Optional<Path> programs(int major) {
        return PLACES.stream()
                .map(place -> Path.of(place.formatted(major)))
                .filter(bin -> Files.isExecutable(bin.resolve("postgres")))
                .findFirst();
    }

    /** Where the programs of the newest major are, if there are any, clients included. */
    public static Optional<Path> newestPrograms() {
        return IntStream.iterate(NEWEST, major -> major >= OLDEST, major -> major - 1)
                .mapToObj(InstalledPostgres::programs)
                .flatMap(Optional::stream)
                .filter(bin -> Files.isExecutable(bin.resolve("pg_dump")))
                .findFirst();
    }

    /** Makes a server, and waits until it answers. */
    public static InstalledPostgres start(Path bin) throws IOException, InterruptedException, SQLException {
        Path folder = Files.createTempDirectory("graphsync-postgres");
        Path data = folder.resolve("data");
        boolean root = "root".equals(System.getProperty("user.name"));
        if (root) {
            Files.setOwner(
                    folder,
                    folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
        }
        run(
                folder,
                root,
                bin.resolve("initdb").toString(),
                "-D",
                data.toString(),
                "-U",
                "postgres",
                "--no-sync",
                "-A",
                "trust",
                "--locale=C",
                "-E",
                "UTF8");
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Process server = process(
                folder,
                root,
                List.of(
                        bin.resolve("postgres").toString(),
                        "-D",
                        data.toString(),
                        "-p",
                        String.valueOf(port),
                        "-c",
                        "listen_addresses=127.0.0.1",
                        "-c",
                        "unix_socket_directories=",
                        "-c",
                        "fsync=off"));
        InstalledPostgres started = new InstalledPostgres(folder, server, port);
        started.await();
        return started;
    }

    private static void run(Path folder, boolean root, String... command) throws IOException, InterruptedException {
        Process process = process(folder, root, List.of(command));
        if (process.waitFor() != 0) {
            throw new IOException(command[0] + " failed with code " + process.exitValue());
        }
    }

    /** PostgreSQL does not run as root. */
    private static Process process(Path folder, boolean root, List<String> command) throws IOException {
        List<String> words = new ArrayList<>();
        if (root) {
            words.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--"));
        }
        words.addAll(command);
        return new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private void await() throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (true) {
            try {
                connect().close();
                return;
            } catch (SQLException e) {
                if (System.nanoTime() > deadline || server.waitFor(100, TimeUnit.MILLISECONDS)) {
                    throw e;
                }
            }
        }
    }

    /** Its address and superuser, as applications write it. */
    public String uri() {
        return "postgres://postgres@127.0.0.1:" + port + "/postgres";
    }

    /** A new connection as the superuser; the caller closes it. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres");
    }

    @Override
    public void close() throws IOException {
        server.destroy();
        server.onExit().orTimeout(START_SECONDS, TimeUnit.SECONDS).join();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
