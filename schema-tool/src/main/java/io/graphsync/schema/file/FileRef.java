package io.graphsync.schema.file;

import java.util.Comparator;

/** Names a migration file by store and number, written {@code neo4j/05}. */
public record FileRef(Store store, int number) implements Comparable<FileRef> {
    private static final Comparator<FileRef> ORDER =
            Comparator.comparing(FileRef::store).thenComparingInt(FileRef::number);

    public FileRef {
        if (number < 0) {
            throw new IllegalArgumentException("a file's number is not negative: " + number);
        }
    }

    @Override
    public int compareTo(FileRef other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return String.format("%s/%02d", store.id(), number);
    }
}
