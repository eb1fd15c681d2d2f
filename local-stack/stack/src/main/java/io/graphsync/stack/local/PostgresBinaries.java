package io.graphsync.stack.local;

import io.graphsync.stack.StackException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** PostgreSQL's programs, unpacked once from the class path into the cache, under the hash of their archive. */
final class PostgresBinaries {
    private static final int HASH_CHARACTERS = 16;

    private PostgresBinaries() {}

    /** The directory that holds {@code bin/postgres}; several processes may ask at once. */
    static Path unpackInto(Path cache) {
        String resource = "postgres-%s-%s.txz".formatted(system(), architecture());
        byte[] archive = read(resource);
        Path home = cache.resolve("postgres-" + hash(archive).substring(0, HASH_CHARACTERS));
        if (Files.isDirectory(home)) {
            return home;
        }
        try {
            // Complete or not there at all, also when this process dies half-way.
            Path half = cache.resolve(".half-" + UUID.randomUUID());
            unpack(archive, half);
            moveUnlessThere(half, home);
            return home;
        } catch (IOException e) {
            throw new StackException("Cannot unpack PostgreSQL into " + home + ": " + e, e);
        }
    }

    /** Which exception tells that another process was first depends on the file system. */
    private static void moveUnlessThere(Path half, Path home) throws IOException {
        try {
            Files.move(half, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            FileTrees.remove(half);
            if (!Files.isDirectory(home)) {
                throw e;
            }
        }
    }

    private static void unpack(byte[] archive, Path target) throws IOException {
        Files.createDirectories(target);
        try (var tar = new TarArchiveInputStream(new XZCompressorInputStream(new ByteArrayInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException("The archive names a path outside of it: " + entry.getName());
                }
                unpack(tar, entry, path);
            }
        }
        open(target, true);
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path path) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            open(path, true);
            return;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, path);
            open(path, (entry.getMode() & 0100) != 0);
        }
    }

    /** To everybody, because PostgreSQL runs as another user where we are root. */
    private static void open(Path path, boolean executable) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }

    private static byte[] read(String resource) {
        try (InputStream in = PostgresBinaries.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new StackException(resource + " is not on the class path: no PostgreSQL for this machine");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new StackException("Cannot read " + resource, e);
        }
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String system() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
    }

    private static String architecture() {
        return System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
    }
}
