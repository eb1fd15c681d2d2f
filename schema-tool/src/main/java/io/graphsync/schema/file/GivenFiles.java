package io.graphsync.schema.file;

import io.graphsync.schema.failure.FailureKind;
import io.graphsync.schema.failure.MigrateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Files that are named one by one, whatever their names are; in the order in which they are given. */
public final class GivenFiles {
    private static final long MAX_BYTES = 5L * 1024 * 1024;

    private GivenFiles() {}

    /** A file, how it was named, and the one that takes it back, if somebody wrote one. */
    public record Given(String path, MigrationFile file, Optional<MigrationFile> down) {}

    /** The files of a source, each with the one that takes it back. */
    public static List<Given> of(MigrationSource source, UnaryOperator<String> path) {
        EnumSet<Store> stores = EnumSet.allOf(Store.class);
        Map<FileRef, MigrationFile> downs = new HashMap<>();
        source.readDown(stores).forEach(down -> downs.put(down.ref(), down));
        return source.read(stores).stream()
                .map(file -> new Given(path.apply(file.path()), file, Optional.ofNullable(downs.get(file.ref()))))
                .toList();
    }

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
                given.addAll(of(
                        MigrationSource.directory(path),
                        file -> path.resolve(file).toString()));
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
        return Store.of(String.valueOf(path.getFileName()));
    }

    private static void readFile(Path path, List<Given> given, List<String> problems) {
        Optional<Store> store = storeOf(path);
        if (store.isEmpty()) {
            boolean down = String.valueOf(path.getFileName()).contains(FileName.DOWN);
            problems.add(path
                    + (down
                            ? ": is tried with the file that it takes back; name that one"
                            : ": is neither a .sql nor a .cypher file"));
            return;
        }
        String name = String.valueOf(path.getFileName());
        FileRef ref =
                new FileRef(store.get(), FileName.numberOf(name, store.get()).orElse(given.size() + 1));
        Path down = path.resolveSibling(FileName.down(name, store.get()));
        fromDisk(ref, path, problems)
                .ifPresent(file -> given.add(new Given(
                        path.toString(), file, Files.exists(down) ? fromDisk(ref, down, problems) : Optional.empty())));
    }

    private static Optional<MigrationFile> fromDisk(FileRef ref, Path path, List<String> problems) {
        String name = String.valueOf(path.getFileName());
        try {
            if (!Files.isRegularFile(path)) {
                problems.add(path + ": there is no such file");
                return Optional.empty();
            }
            if (Files.size(path) > MAX_BYTES) {
                problems.add(path + ": is larger than " + MAX_BYTES / 1024 / 1024
                        + " MiB; load data by other ways than migrations");
                return Optional.empty();
            }
            List<String> found = new ArrayList<>();
            Optional<MigrationFile> file = FolderReader.fromBytes(ref, name, Files.readAllBytes(path), found);
            found.forEach(problem -> problems.add(problem.replace(ref.store().id() + "/" + name, path.toString())));
            return file;
        } catch (IOException e) {
            problems.add(path + ": cannot be read: " + e.getMessage());
            return Optional.empty();
        }
    }
}
