package io.graphsync.console.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Text in columns as wide as they must be. Control characters, which could fool a terminal, are replaced. */
public final class TextTable {
    private final List<List<String>> rows = new ArrayList<>();

    /** Makes a table with these column heads. */
    public TextTable(String... head) {
        add(head);
    }

    /** Adds a row. */
    public void add(String... cells) {
        rows.add(List.of(cells).stream().map(TextTable::clean).toList());
    }

    /** Returns the lines, each with two spaces before it. */
    public String render() {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return rows.stream().map(row -> line(row, widths)).collect(Collectors.joining("\n"));
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            line.append("  ")
                    .append(row.get(i))
                    .append(" ".repeat(widths[i] - row.get(i).length()));
        }
        return line.toString().stripTrailing();
    }

    /** Returns text on one line without control and format characters. */
    public static String clean(String text) {
        StringBuilder clean = new StringBuilder();
        text.codePoints()
                .forEach(c -> clean.appendCodePoint(
                        Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? ' ' : c));
        return clean.toString();
    }
}
