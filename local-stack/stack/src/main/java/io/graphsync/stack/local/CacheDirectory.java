package io.graphsync.stack.local;

import com.sun.security.auth.module.UnixSystem;
import io.graphsync.stack.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where unpacked programs stay between runs. */
final class CacheDirectory {
    /** The system property that names another directory. */
    static final String PROPERTY = "graphsync.cache";

    private CacheDirectory() {}

    /** The first of the usual places that can be written. */
    static Path find() {
        List<Path> candidates = candidates();
        for (Path candidate : candidates) {
            try {
                Files.createDirectories(candidate);
                if (Files.isWritable(candidate)) {
                    return candidate.toRealPath();
                }
            } catch (IOException e) {
                // the next one
            }
        }
        throw new StackException("None of " + candidates + " can be written: name a directory by -D" + PROPERTY);
    }

    private static List<Path> candidates() {
        String chosen = System.getProperty(PROPERTY);
        if (chosen != null) {
            return List.of(Path.of(chosen).toAbsolutePath());
        }
        var candidates = new ArrayList<Path>();
        long uid = new UnixSystem().getUid();
        if (uid == 0) {
            // Root's home is closed to the user that PostgreSQL runs as.
            candidates.add(Path.of("/var/cache/graphsync"));
        } else {
            String xdg = System.getenv("XDG_CACHE_HOME");
            Path caches =
                    xdg == null || xdg.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(xdg);
            if (caches.isAbsolute()) {
                candidates.add(caches.resolve("graphsync"));
            }
        }
        candidates.add(Path.of(System.getProperty("java.io.tmpdir"), "graphsync-" + uid, "cache"));
        return candidates;
    }
}
