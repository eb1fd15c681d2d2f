package io.graphsync.schema.parse;

import io.graphsync.schema.file.MigrationFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The files that PostgreSQL's grammar has accepted on this machine, by their checksums, so that no plan has to load the
 * grammar for them again. A memory that is lost costs time; what should not be in it is refused by the server at the latest.
 *
 * <p>Not thread-safe; processes may share one.
 */
public final class AcceptedFiles {
    private static final int CHECKSUM_CHARS = 64;

    /** Beyond that many it begins anew, so that it does not grow for ever. */
    private static final int MOST = 20_000;

    private final Optional<Path> directory;
    private final Set<String> known = new HashSet<>();

    private AcceptedFiles(Optional<Path> directory) {
        this.directory = directory;
    }

    private static Path file(Path directory) {
        return directory.resolve("accepted-sql-" + PgGrammar.VERSION);
    }

    /**
     * Reads what is remembered.
     *
     * @param directory where it is kept; nothing is if it is empty
     */
    public static AcceptedFiles in(Optional<Path> directory) {
        AcceptedFiles files = new AcceptedFiles(directory);
        directory.map(AcceptedFiles::file).filter(Files::isRegularFile).ifPresent(files::read);
        return files;
    }

    private void read(Path file) {
        try {
            // A line that another process is writing, or that was cut off, is none.
            Files.readAllLines(file, StandardCharsets.ISO_8859_1).stream()
                    .filter(line -> line.length() == CHECKSUM_CHARS)
                    .forEach(known::add);
            if (known.size() > MOST) {
                known.clear();
                Files.delete(file);
            }
        } catch (IOException unreadable) {
            known.clear();
        }
    }

    /** True if the grammar has accepted exactly this text. */
    public boolean contains(MigrationFile file) {
        return known.contains(file.checksum());
    }

    /** Remembers files that the grammar has accepted; where they can't be kept, they are forgotten with the process. */
    public void add(Collection<MigrationFile> files) {
        Set<String> fresh = files.stream().map(MigrationFile::checksum).collect(Collectors.toSet());
        fresh.removeAll(known);
        known.addAll(fresh);
        if (directory.isEmpty() || fresh.isEmpty()) {
            return;
        }
        try {
            Files.createDirectories(directory.get());
            Files.writeString(
                    file(directory.get()),
                    String.join("\n", fresh) + "\n",
                    StandardCharsets.ISO_8859_1,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException unwritable) {
            return;
        }
    }
}
