package io.graphsync.schema.file;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A kind of database that has migrations of its own. */
public enum Store {
    PG("sql", "--", "PostgreSQL"),
    NEO4J("cypher", "//", "Neo4j");

    private final String extension;
    private final String commentMark;
    private final String product;

    Store(String extension, String commentMark, String product) {
        this.extension = extension;
        this.commentMark = commentMark;
        this.product = product;
    }

    /** The store whose migration a file of this name is; none of one that takes another back. */
    static Optional<Store> of(String fileName) {
        return Arrays.stream(values())
                .filter(store ->
                        fileName.endsWith("." + store.extension) && !fileName.endsWith(FileName.DOWN + store.extension))
                .findFirst();
    }

    /** The folder of its files and the word on the command line: {@code pg}, {@code neo4j}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The extension of its files, without the dot. */
    public String extension() {
        return extension;
    }

    /** What starts a comment that runs to the end of the line. */
    public String commentMark() {
        return commentMark;
    }

    public String product() {
        return product;
    }
}
