package io.graphsync.schema.file;

import io.graphsync.schema.failure.FailureKind;
import io.graphsync.schema.failure.MigrateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** Files that are named one by one, whatever their names are; in the order in which they are given. */
public final class GivenFiles {
    private static final long MAX_BYTES = 5L * 1024 * 1024;

    private GivenFiles() {}

    /** A file, and how it was named. */
    public record Given(String path, MigrationFile file) {}

    /**
     * Reads files and folders: of a folder its folders {@code pg} and {@code neo4j}, or else the files in it.
     *
     * @throws MigrateException naming everything that can't be read, and why
     */
    public static List<Given> read(List<Path> paths) {
        List<String> problems = new ArrayList<>();
        List<Given> given = new ArrayList<>();
        for (Path path : paths) {
            if (isSource(path)) {
                MigrationSource.directory(path)
                        .read(EnumSet.allOf(Store.class))
                        .forEach(file ->
                                given.add(new Given(path.resolve(file.path()).toString(), file)));
            } else {
                entries(path, problems).forEach(file -> readFile(file, given, problems));
            }
        }
        if (!problems.isEmpty()) {
            throw new MigrateException(FailureKind.CONFIGURATION, String.join("\n", problems));
        }
        return given;
    }

    private static boolean isSource(Path path) {
        return Files.isDirectory(path.resolve(Store.PG.id())) || Files.isDirectory(path.resolve(Store.NEO4J.id()));
    }

    private static List<Path> entries(Path path, List<String> problems) {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (var entries = Files.list(path)) {
            return entries.filter(entry -> storeOf(entry).isPresent())
                    .sorted(Comparator.naturalOrder())
                    .toList();
        } catch (IOException e) {
            problems.add(path + ": cannot be listed: " + e.getMessage());
            return List.of();
        }
    }

    private static Optional<Store> storeOf(Path path) {
        String name = String.valueOf(path.getFileName());
        for (Store store : Store.values()) {
            if (name.endsWith("." + store.extension()) && !name.endsWith(".down." + store.extension())) {
                return Optional.of(store);
            }
        }
        return Optional.empty();
    }

    private static void readFile(Path path, List<Given> given, List<String> problems) {
        Optional<Store> store = storeOf(path);
        if (store.isEmpty()) {
            problems.add(path + ": is neither a .sql nor a .cypher file");
            return;
        }
        try {
            if (!Files.isRegularFile(path)) {
                problems.add(path + ": there is no such file");
                return;
            }
            if (Files.size(path) > MAX_BYTES) {
                problems.add(path + ": is larger than " + MAX_BYTES / 1024 / 1024
                        + " MiB; load data by other ways than migrations");
                return;
            }
            String name = String.valueOf(path.getFileName());
            int number = FileName.numberOf(name, store.get()).orElse(given.size() + 1);
            List<String> found = new ArrayList<>();
            FolderReader.fromBytes(new FileRef(store.get(), number), name, Files.readAllBytes(path), found)
                    .ifPresent(file -> given.add(new Given(path.toString(), file)));
            found.forEach(problem -> problems.add(problem.replace(store.get().id() + "/" + name, path.toString())));
        } catch (IOException e) {
            problems.add(path + ": cannot be read: " + e.getMessage());
        }
    }
}
