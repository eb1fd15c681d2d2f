package io.graphsync.stack.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * The classes of a server in the form in which the JVM maps them instead of reading, checking and linking each: that is a
 * good part of what Neo4j does in its first seconds. The JVM makes the archive itself when it ends. One that does not fit
 * the class path it passes by and leaves as it is, so each class path has an archive of its own.
 */
final class ClassArchive {
    /** As large as they are, older ones go: those of other checkouts and builds. */
    private static final int KEPT = 3;

    private ClassArchive() {}

    /** Returns the JVM's options; none where the server's own classes are not in a jar, which archives demand. */
    static List<String> options(Path cache, String mainClass, Path ownClasses, String libraries) {
        if (!Files.isRegularFile(ownClasses)) {
            return List.of();
        }
        String server = mainClass.substring(mainClass.lastIndexOf('.') + 1);
        Path archive = cache.resolve(server + "-" + key(ownClasses, libraries) + ".jsa");
        if (!Files.exists(archive)) {
            removeOld(cache, server);
        }
        return List.of(
                "-XX:+AutoCreateSharedArchive",
                "-XX:SharedArchiveFile=" + archive,
                "-Xlog:cds=off",
                "-Xlog:cds*=off",
                "-Xlog:aot*=off");
    }

    /** Of all that an archive has to fit: the JVM, the paths, and the one jar that is built here. */
    private static String key(Path ownClasses, String libraries) {
        try {
            CRC32 key = new CRC32();
            String all = String.join(
                    "\n",
                    System.getProperty("java.home"),
                    Runtime.version().toString(),
                    ownClasses.toString(),
                    Files.getLastModifiedTime(ownClasses).toString(),
                    libraries);
            key.update(all.getBytes(StandardCharsets.UTF_8));
            return Long.toHexString(key.getValue());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whoever still runs with one of them keeps what it has mapped. */
    private static void removeOld(Path cache, String server) {
        try (Stream<Path> files = Files.list(cache)) {
            files.filter(file -> file.getFileName().toString().startsWith(server + "-")
                            && file.toString().endsWith(".jsa"))
                    .sorted(Comparator.comparing(ClassArchive::modified).reversed())
                    .skip(KEPT - 1)
                    .forEach(ClassArchive::remove);
        } catch (IOException | UncheckedIOException e) {
            // Room is all that it costs.
        }
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException goneAlready) {
            return FileTime.fromMillis(0);
        }
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
