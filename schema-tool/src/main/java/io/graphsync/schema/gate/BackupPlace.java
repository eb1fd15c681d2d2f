package io.graphsync.schema.gate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where a backup is written, and where the programs that make it may be.
 *
 * @param directory made if it is not there
 * @param programs folders to look for {@code pg_dump} in, the preferred first
 */
public record BackupPlace(Path directory, List<Path> programs) {
    /** Where packages put the programs when they do not put them on the path. */
    private static final List<String> INSTALLATIONS =
            List.of("/usr/lib/postgresql", "/usr", "/opt/homebrew/opt", "/usr/local/opt", "/Library/PostgreSQL");

    public BackupPlace {
        programs = List.copyOf(programs);
    }

    /**
     * Takes the folders from the environment.
     *
     * @param environment {@code PG_BIN_DIR} names the only folder to look in; without it the path and the usual ones count
     */
    public static BackupPlace of(Path directory, Map<String, String> environment) {
        String named = environment.getOrDefault("PG_BIN_DIR", "");
        if (!named.isBlank()) {
            return new BackupPlace(directory, List.of(Path.of(named)));
        }
        Stream<Path> onPath = Stream.of(environment.getOrDefault("PATH", "").split(":"))
                .filter(folder -> !folder.isBlank())
                .map(Path::of);
        Stream<Path> installed = INSTALLATIONS.stream().flatMap(BackupPlace::installed);
        return new BackupPlace(directory, Stream.concat(onPath, installed).toList());
    }

    /** The bin folders below a folder of installations, the newest first. */
    private static Stream<Path> installed(String parent) {
        try (Stream<Path> entries = Files.list(Path.of(parent))) {
            return entries
                    .map(entry -> entry.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("pg_dump")))
                    .sorted(Comparator.reverseOrder())
                    .toList()
                    .stream();
        } catch (IOException absent) {
            return Stream.empty();
        }
    }
}
