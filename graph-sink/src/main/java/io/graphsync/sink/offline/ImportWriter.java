package io.graphsync.sink.offline;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes the rows of all files. Several threads may write, each by {@link #rows} of its own. */
final class ImportWriter implements Closeable {
    /** So much a thread spells before it asks for the file, which another one may be writing to. */
    private static final int SPELLED_CHARS = 1 << 16;

    private final Map<ImportTable, OutputStream> files = new EnumMap<>(ImportTable.class);
    private final Map<ImportTable, Long> counts = new EnumMap<>(ImportTable.class);
    private boolean hasLineBreaks;
    private int longestRow;

    private ImportWriter() {}

    /** Makes all files anew, each with its header. */
    static ImportWriter open(Path directory) throws IOException {
        ImportWriter writer = new ImportWriter();
        try {
            for (ImportTable table : ImportTable.values()) {
                writer.files.put(table, Files.newOutputStream(directory.resolve(table.file())));
            }
            try (Rows headers = writer.rows()) {
                for (ImportTable table : ImportTable.values()) {
                    headers.write(table, table.header().toArray(String[]::new));
                }
            }
            for (ImportTable table : ImportTable.values()) {
                writer.counts.put(table, 0L);
            }
            return writer;
        } catch (IOException failure) {
            writer.close();
            throw failure;
        }
    }

    /** Returns a writer for one thread, which is closed before this is asked what was written. */
    Rows rows() {
        return new Rows();
    }

    /** Writes the rows of one thread. */
    final class Rows implements Closeable {
        private final Map<ImportTable, StringWriter> spelled = new EnumMap<>(ImportTable.class);
        private final Map<ImportTable, CsvWriter> spellers = new EnumMap<>(ImportTable.class);
        private final Map<ImportTable, Long> written = new EnumMap<>(ImportTable.class);
        private boolean breaks;
        private int longest;

        private Rows() {
            for (ImportTable table : ImportTable.values()) {
                StringWriter out = new StringWriter();
                spelled.put(table, out);
                spellers.put(
                        table,
                        CsvWriter.builder()
                                .quoteStrategy(QuoteStrategies.NON_EMPTY)
                                .bufferSize(0)
                                .build(out));
            }
        }

        /** Writes one row. A value that is null is an empty field without quotes, which the import leaves out. */
        void write(ImportTable table, @Nullable String... values) throws IOException {
            for (String value : values) {
                breaks |= value != null && (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0);
            }
            StringBuffer text = of(spelled, table).getBuffer();
            int begin = text.length();
            of(spellers, table).writeRecord(values);
            longest = Math.max(longest, text.length() - begin);
            written.merge(table, 1L, Long::sum);
            if (text.length() >= SPELLED_CHARS) {
                append(table);
            }
        }

        private void append(ImportTable table) throws IOException {
            StringBuffer text = of(spelled, table).getBuffer();
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            text.setLength(0);
            OutputStream file = of(files, table);
            synchronized (file) {
                file.write(bytes);
            }
        }

        @Override
        public void close() throws IOException {
            for (ImportTable table : ImportTable.values()) {
                append(table);
            }
            add(this);
        }
    }

    private synchronized void add(Rows rows) {
        rows.written.forEach((table, more) -> counts.merge(table, more, Long::sum));
        hasLineBreaks |= rows.breaks;
        longestRow = Math.max(longestRow, rows.longest);
    }

    private static <T> T of(Map<ImportTable, T> all, ImportTable table) {
        T one = all.get(table);
        if (one == null) {
            throw new IllegalStateException("closed");
        }
        return one;
    }

    /** Returns whether a value holds a line break: the import has to be told. */
    synchronized boolean hasLineBreaks() {
        return hasLineBreaks;
    }

    /** Returns how many characters the longest row has. */
    synchronized int longestRow() {
        return longestRow;
    }

    /** Returns how many rows each file has. */
    synchronized Map<String, Long> counts() {
        Map<String, Long> byFile = new TreeMap<>();
        counts.forEach((table, count) -> byFile.put(table.file(), count));
        return byFile;
    }

    @Override
    public void close() throws IOException {
        Optional<IOException> failed = Optional.empty();
        for (OutputStream file : files.values()) {
            try {
                file.close();
            } catch (IOException failure) {
                failed = Optional.of(failure);
            }
        }
        files.clear();
        if (failed.isPresent()) {
            throw failed.get();
        }
    }
}
