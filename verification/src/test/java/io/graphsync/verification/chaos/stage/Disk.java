package io.graphsync.verification.chaos.stage;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** The disk of one server, which can be made full. */
public sealed interface Disk extends AutoCloseable {
    /** Takes all space that is left. */
    void fill() throws IOException;

    /** Gives the space back. */
    void free() throws IOException;

    /** How it is done, for the report. */
    String how();

    @Override
    void close();

    /** A file system in memory, mounted where the server keeps its data; empty where this process may not mount. */
    static Optional<Disk> mount(Path directory, long megabytes) throws IOException {
        Files.createDirectories(directory);
        Shell.Result mounted = Shell.run(
                "mount",
                "-t",
                "tmpfs",
                "-o",
                "mode=755,size=" + megabytes + "m",
                "graphsync-chaos",
                directory.toString());
        return mounted.isSuccess() ? Optional.of(new Tmpfs(directory, megabytes)) : Optional.empty();
    }

    /** A limit on the size of files (RLIMIT_FSIZE) that the server's process gets; empty where there is no prlimit. */
    static Optional<Disk> limit(Supplier<OptionalLong> pid) {
        return Shell.run("prlimit", "--version").isSuccess() ? Optional.of(new FileSizeLimit(pid)) : Optional.empty();
    }

    /** Shrinks to what is used, and grows again. */
    record Tmpfs(Path directory, long megabytes) implements Disk {
        private static final int TRIES = 20;
        private static final long SLACK_BYTES = 64 * 1024;

        @Override
        public void fill() throws IOException {
            Shell.Result last = new Shell.Result(0, "");
            for (int i = 1; i <= TRIES; i++) {
                FileStore store = Files.getFileStore(directory);
                long used = store.getTotalSpace() - store.getUnallocatedSpace();
                // The server may have written since: then the size would be too small, and is refused.
                last = resize(Long.toString(used + SLACK_BYTES * i));
                if (last.isSuccess()) {
                    return;
                }
            }
            throw new IOException("the disk can't be filled: " + last.output());
        }

        @Override
        public void free() throws IOException {
            Shell.Result result = resize(megabytes + "m");
            if (!result.isSuccess()) {
                throw new IOException("the disk can't be freed: " + result.output());
            }
        }

        private Shell.Result resize(String size) {
            return Shell.run("mount", "-o", "remount,size=" + size, directory.toString());
        }

        @Override
        public String how() {
            return "tmpfs of its own, shrunk to what is used";
        }

        @Override
        public void close() {
            if (!Shell.run("umount", directory.toString()).isSuccess()) {
                Shell.run("umount", "-l", directory.toString());
            }
        }
    }

    /** Makes every write beyond the first byte of a file fail. */
    record FileSizeLimit(Supplier<OptionalLong> pid) implements Disk {
        @Override
        public void fill() throws IOException {
            set("1:");
        }

        @Override
        public void free() throws IOException {
            set("unlimited:");
        }

        private void set(String limit) throws IOException {
            OptionalLong process = pid.get();
            if (process.isPresent()) {
                Shell.Result result =
                        Shell.run("prlimit", "--pid", Long.toString(process.getAsLong()), "--fsize=" + limit);
                if (!result.isSuccess() && pid.get().isPresent()) {
                    throw new IOException("the limit can't be set: " + result.output());
                }
            }
        }

        @Override
        public String how() {
            return "RLIMIT_FSIZE of the server's process, since a file system can't be mounted here";
        }

        @Override
        public void close() {}
    }
}
