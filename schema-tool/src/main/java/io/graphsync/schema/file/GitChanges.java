package io.graphsync.schema.file;

import io.graphsync.schema.failure.FailureKind;
import io.graphsync.schema.failure.MigrateException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which files of a git working tree are not as they were where a branch began: committed since, edited or new. Asks the
 * program {@code git}.
 */
public final class GitChanges {
    private final Set<Path> changed;

    private GitChanges(Set<Path> changed) {
        this.changed = changed;
    }

    /**
     * Asks git.
     *
     * @param ref a branch, tag or commit; what counts is the newest commit that it shares with what is checked out
     * @param paths files and folders that are of interest
     * @throws MigrateException if a path is in no working tree, or the ref is not known there
     */
    public static GitChanges since(String ref, Collection<Path> paths) {
        Set<Path> changed = new HashSet<>();
        for (Path folder : folders(paths)) {
            Path top = Path.of(git(folder, "is no working tree of git", "rev-parse", "--show-toplevel")
                    .strip());
            git(
                    folder,
                    "'" + ref
                            + "' is not known; a shallow clone has to fetch it first (actions/checkout: fetch-depth: 0)",
                    "rev-parse",
                    "--verify",
                    "--quiet",
                    "--end-of-options",
                    ref + "^{commit}");
            String base = git(
                            folder,
                            "'" + ref
                                    + "' and what is checked out share no commit; a shallow clone has to be deepened first",
                            "merge-base",
                            "--end-of-options",
                            ref,
                            "HEAD")
                    .strip();
            String committedOrEdited =
                    git(top, "can't be compared", "diff", "--name-only", "-z", "--no-renames", "--diff-filter=d", base);
            String untracked =
                    git(top, "can't be listed", "ls-files", "-z", "--others", "--exclude-standard", "--full-name");
            Stream.of((committedOrEdited + untracked).split("\0", -1))
                    .filter(name -> !name.isEmpty())
                    .forEach(name -> changed.add(top.resolve(name)));
        }
        return new GitChanges(changed);
    }

    private static Set<Path> folders(Collection<Path> paths) {
        Set<Path> folders = new HashSet<>();
        for (Path path : paths) {
            Path whole = path.toAbsolutePath();
            folders.add(Files.isDirectory(whole) || whole.getParent() == null ? whole : whole.getParent());
        }
        return folders;
    }

    /** Whether the file changed, or the one that takes it back. */
    public boolean touch(Path file) {
        Path real = real(file);
        String name = String.valueOf(real.getFileName());
        return changed.contains(real)
                || Store.of(name)
                        .map(store -> real.resolveSibling(FileName.down(name, store)))
                        .filter(changed::contains)
                        .isPresent();
    }

    /** Git names the working tree by its real path. */
    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            return file.toAbsolutePath().normalize();
        }
    }

    private static String git(Path folder, String complaint, String... arguments) {
        List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                process.getOutputStream().close();
                String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (process.waitFor() != 0) {
                    throw new MigrateException(FailureKind.CONFIGURATION, "--since: " + folder + ": " + complaint);
                }
                return output;
            } finally {
                process.destroy();
            }
        } catch (IOException e) {
            throw new MigrateException(
                    FailureKind.CONFIGURATION,
                    "--since needs the program git, which can't be run: " + e.getMessage(),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MigrateException(FailureKind.INTERRUPTED, "Interrupted while git ran", e);
        }
    }
}
