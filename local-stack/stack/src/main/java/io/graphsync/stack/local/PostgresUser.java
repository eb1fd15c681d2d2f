package io.graphsync.stack.local;

import com.sun.security.auth.module.UnixSystem;
import io.graphsync.stack.StackException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The user that PostgreSQL runs as, which must not be root. An ordinary user runs it directly; root becomes {@code
 * nobody}; where that fails (no right to change the user, or a directory that nobody cannot reach) a user namespace hides
 * that we are root.
 *
 * @param prefix the words to put before a command
 * @param owner the user that data must belong to, where it is not ours
 */
record PostgresUser(String name, List<String> prefix, OptionalInt owner) {
    private static final int NOBODY = 65534;

    // The checks that PostgreSQL will make: a user with a name, and directories within reach.
    private static final String PROBE = "test \"$(id -u)\" != 0 && id -un >/dev/null && cd \"$1\" && test -x \"$2\"";

    PostgresUser {
        prefix = List.copyOf(prefix);
    }

    /** The first candidate that can reach the directory and run the program. */
    static PostgresUser choose(Path directory, Path program) {
        var refusals = new ArrayList<String>();
        for (PostgresUser candidate : candidates(new UnixSystem().getUid() == 0)) {
            String refusal = candidate.probe(directory, program);
            if (refusal.isEmpty()) {
                return candidate;
            }
            refusals.add(candidate.name() + ": " + refusal);
        }
        throw new StackException("PostgreSQL does not run as root, and no other user can reach " + directory + " and "
                + program + ". Run as an ordinary user, or choose directories that every user may pass through"
                + " (the data's by the option that keeps them, the cache by -D" + CacheDirectory.PROPERTY + "). Tried "
                + String.join("; ", refusals));
    }

    static List<PostgresUser> candidates(boolean root) {
        var namespace = new PostgresUser("user namespace", List.of("unshare", "-U"), OptionalInt.empty());
        if (!root) {
            // The namespace also gives a name to a user who has none, as containers often have it.
            return List.of(new PostgresUser("this user", List.of(), OptionalInt.empty()), namespace);
        }
        var ids = List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--");
        return List.of(
                new PostgresUser("setpriv", ids, OptionalInt.of(NOBODY)),
                new PostgresUser("runuser", List.of("runuser", "-u", "nobody", "--"), OptionalInt.of(NOBODY)),
                namespace);
    }

    /** The command as this user. */
    List<String> command(List<String> words) {
        var command = new ArrayList<>(prefix);
        command.addAll(words);
        return command;
    }

    /** Makes the directory theirs. */
    void own(Path directory) throws IOException {
        if (owner.isPresent()) {
            FileTrees.giveTo(owner.getAsInt(), directory);
        } else if (new UnixSystem().getUid() == 0) {
            FileTrees.giveTo(0, directory);
        }
    }

    /** Empty where this user will do, else what stands against it. */
    private String probe(Path directory, Path program) {
        try {
            Process process = new ProcessBuilder(
                            command(List.of("/bin/sh", "-c", PROBE, "sh", directory.toString(), program.toString())))
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            int code = process.waitFor();
            return code == 0 ? "" : "exit code " + code + " " + output;
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("Interrupted while looking for PostgreSQL's user", e);
        }
    }
}
