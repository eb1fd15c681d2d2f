package io.graphsync.stack.local;

import com.sun.security.auth.module.UnixSystem;
import io.graphsync.stack.ServerKind;
import io.graphsync.stack.StackException;
import io.graphsync.stack.StackListener;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Where a stack lives: a folder a server, {@code logs/}, and the list {@code children} of its processes. While a stack
 * runs its supervisor holds a lock; the children of a directory whose lock is free are orphans, which are stopped before
 * anything else happens. Safe for use by several threads.
 */
final class StackDirectory implements AutoCloseable {
    private static final String MARK = "stack.properties";
    private static final String LOCK_SUFFIX = ".lock";
    private static final long ORPHAN_GRACE_MILLIS = 10_000;

    private final Path root;
    private final boolean temporary;
    private final DirectoryLock lock;
    private final Map<ServerKind, List<ProcessStamp>> children = new EnumMap<>(ServerKind.class);

    private StackDirectory(Path root, boolean temporary, DirectoryLock lock) {
        this.root = root;
        this.temporary = temporary;
        this.lock = lock;
    }

    static StackDirectory open(Optional<Path> kept, StackListener listener) {
        try {
            Path base = baseOfTemporary();
            sweep(base, listener);
            return kept.isPresent() ? keep(kept.get(), listener) : temporary(base);
        } catch (IOException e) {
            throw new StackException("Cannot prepare the stack's directory: " + e, e);
        }
    }

    private static StackDirectory temporary(Path base) throws IOException {
        String id = "run-" + UUID.randomUUID().toString().substring(0, 8);
        // The lock comes first: a sweep by another process never sees the directory without it.
        DirectoryLock lock = DirectoryLock.tryTake(base.resolve(id + LOCK_SUFFIX))
                .orElseThrow(() -> new StackException("The name " + id + " is taken"));
        return prepared(new StackDirectory(base.resolve(id), true, lock));
    }

    private static StackDirectory keep(Path directory, StackListener listener) throws IOException {
        Files.createDirectories(directory);
        Path root = directory.toRealPath();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root)) {
            if (entries.iterator().hasNext() && !Files.exists(root.resolve(MARK))) {
                throw new StackException(root + " is not empty and holds no stack: name another directory");
            }
        }
        DirectoryLock lock = DirectoryLock.tryTake(root.resolve("lock"))
                .orElseThrow(() -> new StackException("Another stack runs in " + root + ": stop it first"));
        stopOrphans(root, false, listener);
        return prepared(new StackDirectory(root, false, lock));
    }

    private static StackDirectory prepared(StackDirectory directory) throws IOException {
        Files.createDirectories(directory.root.resolve("logs"));
        return directory;
    }

    /** All users must be able to pass through it, because PostgreSQL runs as another one where we are root. */
    private static Path baseOfTemporary() throws IOException {
        long uid = new UnixSystem().getUid();
        Path base = Path.of(System.getProperty("java.io.tmpdir"), "graphsync-" + uid);
        Files.createDirectories(base);
        if (!Long.valueOf(uid).equals(((Integer) Files.getAttribute(base, "unix:uid")).longValue())
                || Files.isSymbolicLink(base)) {
            throw new StackException(base + " belongs to another user: set java.io.tmpdir to a directory of your own");
        }
        Files.setPosixFilePermissions(base, PosixFilePermissions.fromString("rwxr-xr-x"));
        return base.toRealPath();
    }

    /** Clears away what dead supervisors left. What cannot be cleared is no reason not to start. */
    private static void sweep(Path base, StackListener listener) throws IOException {
        try (DirectoryStream<Path> locks = Files.newDirectoryStream(base, "run-*" + LOCK_SUFFIX)) {
            for (Path file : locks) {
                String name = file.getFileName().toString();
                Path left = base.resolve(name.substring(0, name.length() - LOCK_SUFFIX.length()));
                try {
                    clearUnlessHeld(left, file, listener);
                } catch (IOException | StackException e) {
                    listener.progress("Cannot clear " + left + ", which an earlier stack left; the next start tries"
                            + " again: " + e);
                }
            }
        }
    }

    private static void clearUnlessHeld(Path left, Path lockFile, StackListener listener) throws IOException {
        Optional<DirectoryLock> free = DirectoryLock.tryTake(lockFile);
        if (free.isPresent()) {
            try (DirectoryLock lock = free.get()) {
                stopOrphans(left, true, listener);
                FileTrees.remove(left);
                lock.closeForGood();
            }
        }
    }

    /** Orphans of kept data may end in good order: they do so by themselves once they are no longer frozen. */
    private static void stopOrphans(Path root, boolean temporary, StackListener listener) throws IOException {
        Path file = root.resolve("children");
        if (!Files.exists(file)) {
            return;
        }
        List<ProcessStamp> orphans = Files.readAllLines(file).stream()
                .map(ProcessStamp::parse)
                .filter(ProcessStamp::isAlive)
                .toList();
        if (!orphans.isEmpty()) {
            listener.progress("Stopping processes of an earlier stack whose supervisor died: " + pids(orphans));
            Signals.proceed(pids(familyOf(orphans)));
            if (temporary || !Signals.awaitEnd(orphans, ORPHAN_GRACE_MILLIS)) {
                killAll(familyOf(orphans));
            }
        }
        Files.deleteIfExists(file);
    }

    private static void killAll(List<ProcessStamp> processes) {
        Signals.kill(pids(processes));
        if (!Signals.awaitEnd(processes, ORPHAN_GRACE_MILLIS)) {
            throw new StackException("Processes of an earlier stack do not end: " + pids(processes));
        }
    }

    private static List<Long> pids(List<ProcessStamp> processes) {
        return processes.stream().map(ProcessStamp::pid).toList();
    }

    /** What they started writes into the directory, too. */
    private static List<ProcessStamp> familyOf(List<ProcessStamp> processes) {
        return processes.stream()
                .flatMap(process -> Signals.familyOf(process.pid()).stream())
                .distinct()
                .flatMap(pid -> ProcessStamp.of(pid).stream())
                .toList();
    }

    boolean isTemporary() {
        return temporary;
    }

    Path root() {
        return root;
    }

    Path settingsFile() {
        return root.resolve(MARK);
    }

    Path folder(ServerKind kind) {
        return root.resolve(kind.id());
    }

    Path log(ServerKind kind) {
        return root.resolve("logs").resolve(kind.id() + ".log");
    }

    /** Writes down the server's processes, so that a later start finds them if this supervisor dies. */
    synchronized void record(ServerKind kind, List<Long> pids) {
        children.put(
                kind,
                pids.stream().flatMap(pid -> ProcessStamp.of(pid).stream()).toList());
        String text = children.values().stream()
                .flatMap(List::stream)
                .map(stamp -> stamp + "\n")
                .reduce("", String::concat);
        try {
            Files.writeString(root.resolve("children"), text);
        } catch (IOException e) {
            throw new StackException("Cannot write the list of processes in " + root, e);
        }
    }

    /** To be called when all children have ended. */
    @Override
    public void close() throws IOException {
        if (temporary) {
            FileTrees.remove(root);
            lock.closeForGood();
        } else {
            Files.deleteIfExists(root.resolve("children"));
            lock.close();
        }
    }
}
