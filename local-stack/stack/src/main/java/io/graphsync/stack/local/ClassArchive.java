package io.graphsync.stack.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The classes of a server in the form in which the JVM maps them instead of reading, checking and linking each: that is a
 * good part of what Neo4j does in its first seconds. The JVM makes the archive itself when it ends, and makes it anew
 * when it does not fit the class path any more; one that is broken or of another JVM is passed by.
 */
final class ClassArchive {
    private ClassArchive() {}

    /** Returns the JVM's options; none where the server's own classes are not in a jar, which archives demand. */
    static List<String> options(Path cache, String mainClass, Path ownClasses) {
        if (!Files.isRegularFile(ownClasses)) {
            return List.of();
        }
        String name = mainClass.substring(mainClass.lastIndexOf('.') + 1) + "-" + Runtime.version() + ".jsa";
        return List.of(
                "-XX:+AutoCreateSharedArchive",
                "-XX:SharedArchiveFile=" + cache.resolve(name),
                "-Xlog:cds=off",
                "-Xlog:cds*=off",
                "-Xlog:aot*=off");
    }
}
