package io.graphsync.schema.file;

import io.graphsync.schema.failure.FailureKind;
import io.graphsync.schema.failure.MigrateException;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;

/** A place that holds migration files: a directory with the folders {@code pg} and {@code neo4j}, or the packaged ones. */
public final class MigrationSource {
    private static final String PACKAGED = "io/graphsync/migrations/";

    private final List<URI> roots;
    private final boolean packaged;

    private MigrationSource(List<URI> roots, boolean packaged) {
        this.roots = List.copyOf(roots);
        this.packaged = packaged;
    }

    /** True for the files that come with the product. */
    public boolean isPackaged() {
        return packaged;
    }

    /** The files of a directory with a folder {@code pg}, a folder {@code neo4j} or both. */
    public static MigrationSource directory(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new MigrateException(FailureKind.CONFIGURATION, directory + " is no directory");
        }
        boolean holdsNone = true;
        for (Store store : Store.values()) {
            holdsNone &= !Files.exists(directory.resolve(store.id()), LinkOption.NOFOLLOW_LINKS);
        }
        if (holdsNone) {
            // A wrong folder must not look like one where everything is applied.
            throw new MigrateException(
                    FailureKind.CONFIGURATION, directory + " has neither a folder pg nor a folder neo4j");
        }
        return new MigrationSource(List.of(directory.toUri()), false);
    }

    /** The files that come with the product, from its class path. */
    public static MigrationSource packaged() {
        return packaged(MigrationSource.class.getClassLoader());
    }

    static MigrationSource packaged(ClassLoader loader) {
        List<URI> roots = new ArrayList<>();
        try {
            Enumeration<URL> found = loader.getResources(PACKAGED);
            while (found.hasMoreElements()) {
                roots.add(found.nextElement().toURI());
            }
        } catch (IOException | URISyntaxException e) {
            throw new MigrateException(FailureKind.UNEXPECTED, "Cannot look for the packaged migrations: " + e, e);
        }
        if (roots.isEmpty()) {
            throw new MigrateException(
                    FailureKind.CONFIGURATION,
                    "No migrations are packaged with this build; name a directory with --dir");
        }
        return new MigrationSource(roots, true);
    }

    /**
     * Reads the files of the given stores, ordered by store and number.
     *
     * @throws MigrateException naming every file that cannot be used, and why
     */
    public List<MigrationFile> read(Set<Store> stores) {
        return read(stores, FolderReader::read);
    }

    /**
     * Reads the files of the given stores that take others back, {@code NN_name.down.sql}, ordered by store and number.
     *
     * @throws MigrateException naming every file that cannot be used, and why
     */
    public List<MigrationFile> readDown(Set<Store> stores) {
        return read(stores, FolderReader::readDown);
    }

    /** What reads a folder. */
    @FunctionalInterface
    private interface Folder {
        void read(Path root, Set<Store> stores, List<MigrationFile> files, List<String> problems) throws IOException;
    }

    private List<MigrationFile> read(Set<Store> stores, Folder folder) {
        List<String> problems = new ArrayList<>();
        List<MigrationFile> files = new ArrayList<>();
        for (URI root : roots) {
            readRoot(root, stores, folder, files, problems);
        }
        files.sort(Comparator.comparing(MigrationFile::ref));
        FolderReader.checkNumbers(files, problems);
        if (!problems.isEmpty()) {
            throw new MigrateException(FailureKind.CONFIGURATION, String.join("\n", problems));
        }
        return files;
    }

    private static void readRoot(
            URI root, Set<Store> stores, Folder folder, List<MigrationFile> files, List<String> problems) {
        try {
            if (root.getScheme().equals("jar")) {
                JarURLConnection entry = (JarURLConnection) root.toURL().openConnection();
                Path jar = Path.of(URI.create(entry.getJarFileURL().toString()));
                // Not the one that the JDK keeps by the jar's URI: who shares that, shares its close.
                try (FileSystem opened = FileSystems.newFileSystem(jar)) {
                    folder.read(opened.getPath("/" + PACKAGED), stores, files, problems);
                }
            } else {
                folder.read(Path.of(root), stores, files, problems);
            }
        } catch (IOException | ProviderNotFoundException e) {
            throw new MigrateException(
                    FailureKind.CONFIGURATION, "Cannot read the migrations in " + root + ": " + e, e);
        }
    }
}
