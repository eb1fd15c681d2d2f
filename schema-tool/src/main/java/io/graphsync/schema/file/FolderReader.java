package io.graphsync.schema.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the files of one folder pair; what is wrong with a file is collected, so that all of it is told at once. */
final class FolderReader {
    /** No migration that a person wrote is larger; a dump belongs into the server by other ways. */
    private static final long MAX_BYTES = 5L * 1024 * 1024;

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private FolderReader() {}

    static void read(Path root, Set<Store> stores, List<MigrationFile> files, List<String> problems)
            throws IOException {
        read(root, stores, false, files, problems);
    }

    /** Reads the files that take others back. */
    static void readDown(Path root, Set<Store> stores, List<MigrationFile> files, List<String> problems)
            throws IOException {
        read(root, stores, true, files, problems);
    }

    private static void read(
            Path root, Set<Store> stores, boolean down, List<MigrationFile> files, List<String> problems)
            throws IOException {
        for (Store store : stores) {
            Path folder = root.resolve(store.id());
            if (!Files.isDirectory(folder)) {
                continue;
            }
            try (Stream<Path> entries = Files.list(folder)) {
                for (Path entry : entries.sorted().toList()) {
                    readEntry(store, folder, entry, down, problems).ifPresent(files::add);
                }
            }
        }
    }

    private static Optional<MigrationFile> readEntry(
            Store store, Path folder, Path entry, boolean down, List<String> problems) throws IOException {
        String name = String.valueOf(entry.getFileName());
        String path = store.id() + "/" + name;
        if (name.startsWith(".")
                || !name.endsWith("." + store.extension())
                || name.endsWith(FileName.DOWN + store.extension()) != down) {
            return Optional.empty();
        }
        Optional<Integer> number = FileName.numberOf(down ? FileName.up(name, store) : name, store);
        if (number.isEmpty()) {
            problems.add(path + ": " + FileName.RULE);
            return Optional.empty();
        }
        if (Files.isSymbolicLink(entry) && !entry.toRealPath().startsWith(folder.toRealPath())) {
            problems.add(path + ": is a link to a file outside of its folder");
            return Optional.empty();
        }
        if (!Files.isRegularFile(entry)) {
            problems.add(path + ": is no regular file");
            return Optional.empty();
        }
        if (Files.size(entry) > MAX_BYTES) {
            problems.add(path + ": is larger than " + MAX_BYTES / 1024 / 1024
                    + " MiB; load data by other ways than migrations");
            return Optional.empty();
        }
        return fromBytes(new FileRef(store, number.get()), name, Files.readAllBytes(entry), problems);
    }

    /** Makes a file of its bytes; empty, with a problem added, if they are no text or an empty one. */
    static Optional<MigrationFile> fromBytes(FileRef ref, String name, byte[] bytes, List<String> problems) {
        String path = ref.store().id() + "/" + name;
        String text;
        try {
            text = normalise(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            problems.add(path + ": is not UTF-8");
            return Optional.empty();
        }
        if (text.indexOf('\0') >= 0) {
            problems.add(path + ": contains a zero byte");
            return Optional.empty();
        }
        if (text.isBlank()) {
            problems.add(path + ": is empty; write a comment if it is meant to do nothing");
            return Optional.empty();
        }
        Directives directives = DirectiveReader.read(ref.store(), path, text, problems);
        return Optional.of(new MigrationFile(ref, name, text, checksum(text), directives));
    }

    /** Line ends and byte order marks differ by editor and checkout, and mean nothing. */
    private static String normalise(String text) {
        String withoutMark = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
        return withoutMark.replace("\r\n", "\n");
    }

    private static String checksum(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Two files of one number have no order. */
    static void checkNumbers(List<MigrationFile> sorted, List<String> problems) {
        for (int i = 1; i < sorted.size(); i++) {
            MigrationFile before = sorted.get(i - 1);
            MigrationFile file = sorted.get(i);
            if (before.ref().equals(file.ref())) {
                problems.add(file.path() + ": has the same number as " + before.path());
            }
        }
    }
}
