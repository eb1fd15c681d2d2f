package io.graphsync.schema.target;

import io.graphsync.schema.file.MigrationFile;
import io.graphsync.schema.parse.PgStatement;

/** Where in a file an error is. */
final class PgPlace {
    private PgPlace() {}

    /**
     * File, line and column of an error.
     *
     * @param position offset in the statement counted from 1 as the server gave it, 0 if it gave none
     */
    static String of(MigrationFile file, PgStatement statement, int position) {
        int line = statement.line();
        int column = statement.column();
        // With values put in, offsets are no longer those of the file.
        if (position > 0
                && statement.variables().isEmpty()
                && position <= statement.text().length()) {
            String before = statement.text().substring(0, position - 1);
            int lastBreak = before.lastIndexOf('\n');
            line += (int) before.chars().filter(c -> c == '\n').count();
            column = lastBreak < 0 ? column + before.length() : before.length() - lastBreak;
        }
        return file.path() + ":" + line + ":" + column;
    }
}
