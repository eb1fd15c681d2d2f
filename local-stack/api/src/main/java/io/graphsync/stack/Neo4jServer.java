package io.graphsync.stack;

import java.nio.file.Path;

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
     */
    public void importFiles(Path directory) {
        stop();
        importer.run(directory);
        start();
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
