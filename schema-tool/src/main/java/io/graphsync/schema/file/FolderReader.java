package io.graphsync.schema.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
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
            if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(folder)) {
                problems.add(store.id() + ": is no folder");
            } else if (Files.isDirectory(folder)) {
                try (Stream<Path> entries = Files.list(folder)) {
                    for (Path entry : entries.sorted().toList()) {
                        readEntry(store, folder, entry, down, problems).ifPresent(files::add);
                    }
                }
            }
        }
    }

    private static Optional<MigrationFile> readEntry(
            Store store, Path folder, Path entry, boolean down, List<String> problems) {
        String name = String.valueOf(entry.getFileName());
        String path = store.id() + "/" + name;
        if (name.startsWith(".") || name.endsWith(FileName.DOWN + store.extension()) != down) {
            return Optional.empty();
        }
        if (!name.endsWith("." + store.extension())) {
            misplaced(store, name).ifPresent(problem -> problems.add(path + ": " + problem));
            return Optional.empty();
        }
        Optional<Integer> number = FileName.numberOf(down ? FileName.up(name, store) : name, store);
        if (number.isEmpty()) {
            problems.add(path + ": " + FileName.RULE);
            return Optional.empty();
        }
        try {
            Optional<String> obstacle = obstacle(folder, entry);
            if (obstacle.isPresent()) {
                problems.add(path + ": " + obstacle.get());
                return Optional.empty();
            }
            return fromBytes(new FileRef(store, number.get()), name, Files.readAllBytes(entry), problems);
        } catch (IOException e) {
            problems.add(path + ": cannot be read: " + reason(e));
            return Optional.empty();
        }
    }

    /** A migration that nobody would ever miss, because its name keeps it from being seen as one. */
    private static Optional<String> misplaced(Store store, String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith("." + store.extension())) {
            return Optional.of("the extension is ." + store.extension() + ", in small letters");
        }
        for (Store other : Store.values()) {
            if (lower.endsWith("." + other.extension())) {
                return Optional.of("is a file of " + other.product() + "; it belongs into the folder " + other.id());
            }
        }
        return Optional.empty();
    }

    /** Why an entry is no file that may be read: what is reviewed has to lie in the folder, where it can be seen. */
    private static Optional<String> obstacle(Path folder, Path entry) throws IOException {
        if (Files.isSymbolicLink(entry)) {
            if (!Files.exists(entry)) {
                return Optional.of("is a link that leads nowhere");
            }
            if (!entry.toRealPath().startsWith(folder.toRealPath())) {
                return Optional.of("is a link to something outside of its folder; copy the file");
            }
        }
        if (!Files.isRegularFile(entry)) {
            return Optional.of("is no regular file");
        }
        if (Files.size(entry) > MAX_BYTES) {
            return Optional.of(
                    "is larger than " + MAX_BYTES / 1024 / 1024 + " MiB; load data by other ways than migrations");
        }
        return Optional.empty();
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "this user may not read it";
        }
        return e instanceof FileSystemException f && f.getReason() != null
                ? f.getReason()
                : String.valueOf(e.getMessage());
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
