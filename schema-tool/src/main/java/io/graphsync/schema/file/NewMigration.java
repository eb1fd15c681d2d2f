package io.graphsync.schema.file;

import io.graphsync.schema.failure.FailureKind;
import io.graphsync.schema.failure.MigrateException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Writes the files of a new migration: the next number of its folder, with its way back. */
public final class NewMigration {
    private NewMigration() {}

    /**
     * Writes {@code NN_name} and {@code NN_name.down} into the store's folder, which is made if it is not there. Nothing is
     * overwritten.
     *
     * @param name what the migration does; spaces and dashes become underscores
     * @param transactional false for a file whose statements can't share a transaction
     * @return both files
     * @throws MigrateException if the name can't be one, or the files can't be written
     */
    public static List<Path> write(Path root, Store store, String name, boolean transactional) {
        String plain = name.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s-]+", "_");
        Path folder = root.resolve(store.id());
        try {
            String number = String.format("%02d", highest(folder, store) + 1);
            String base = number + "_" + plain;
            if (FileName.numberOf(base + "." + store.extension(), store).isEmpty()) {
                throw new MigrateException(
                        FailureKind.CONFIGURATION, "'" + name + "' can't be the name of a migration: " + FileName.RULE);
            }
            Files.createDirectories(folder);
            Path up = folder.resolve(base + "." + store.extension());
            Path down = folder.resolve(base + ".down." + store.extension());
            create(up, up(store, transactional));
            create(down, down(store, up, transactional));
            return List.of(up, down);
        } catch (FileAlreadyExistsException e) {
            throw new MigrateException(FailureKind.CONFIGURATION, e.getFile() + " is there already", e);
        } catch (IOException e) {
            throw new MigrateException(
                    FailureKind.CONFIGURATION, "Cannot write to " + folder + ": " + e.getMessage(), e);
        }
    }

    private static int highest(Path folder, Store store) throws IOException {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> FileName.numberOf(String.valueOf(entry.getFileName()), store))
                    .flatMap(Optional::stream)
                    .mapToInt(Integer::intValue)
                    .max()
                    .orElse(0);
        }
    }

    private static void create(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    private static String up(Store store, boolean transactional) {
        return head(store, transactional) + store.commentMark() + " What this changes, and why.\n";
    }

    private static String down(Store store, Path up, boolean transactional) {
        return head(store, transactional) + store.commentMark() + " Takes " + up.getFileName() + " back.\n";
    }

    private static String head(Store store, boolean transactional) {
        return transactional ? "" : store.commentMark() + " migrate: no-transaction\n";
    }
}
