package io.graphsync.stack;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Neo4j with one database; the user is the administrator.
 *
 * @param importer runs Neo4j's own import while the server is stopped
 */
public record Neo4jServer(String host, int port, String user, String password, ServerControl control, Importer importer)
        implements StackServer {
    /** The one database. */
    public static final String DATABASE = "neo4j";

    /** Runs {@code neo4j-admin database import}. */
    @FunctionalInterface
    public interface Importer {
        /** Makes the database of the files in a directory, with the arguments in its {@code import.args}. */
        void run(Path directory);
    }

    /**
     * Stops the server, makes its database of files in place of what it held, and starts it again. Throws {@link StackException},
     * with what the import said, where the files are refused: then the server is stopped.
     *
     * @return how long the import took, without the stop and the start
     */
    public Duration importFiles(Path directory) {
        stop();
        long begin = System.nanoTime();
        importer.run(directory);
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        start();
        return took;
    }

    /** The Bolt URI for the driver. */
    public String uri() {
        return "bolt://" + host + ":" + port;
    }

    @Override
    public String toString() {
        return "Neo4jServer[" + host + ":" + port + "]";
    }
}
