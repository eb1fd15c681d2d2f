package io.graphsync.schema.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A directory of migrations that a test writes. */
record Folder(Path path) {
    Folder pg(String name, String text) {
        return write("pg", name, text);
    }

    Folder neo4j(String name, String text) {
        return write("neo4j", name, text);
    }

    private Folder write(String store, String name, String text) {
        try {
            Files.createDirectories(path.resolve(store));
            Files.writeString(path.resolve(store).resolve(name), text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Folder delete(String name) {
        try {
            Files.delete(path.resolve(name));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
