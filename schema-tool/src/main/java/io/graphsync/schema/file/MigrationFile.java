package io.graphsync.schema.file;

/**
 * One migration as it lies on disk.
 *
 * @param ref store and number
 * @param name the file's name without its folder, for example {@code 02_conversations.sql}
 * @param text the content with LF line ends and without a byte order mark
 * @param checksum SHA-256 of that text, in hexadecimal
 * @param directives what the first comment lines ask for
 */
public record MigrationFile(FileRef ref, String name, String text, String checksum, Directives directives) {

    public Store store() {
        return ref.store();
    }

    /** True for a file that takes another one back: {@code 02_conversations.down.sql}. */
    public boolean isDown() {
        return name.endsWith(FileName.DOWN + ref.store().extension());
    }

    /** The name with its folder, as messages show it: {@code pg/02_conversations.sql}. */
    public String path() {
        return ref.store().id() + "/" + name;
    }

    @Override
    public String toString() {
        return path();
    }
}
