package io.graphsync.sink.offline;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes the rows of all files. A value that is null is an empty field without quotes, which the import leaves out. */
final class ImportWriter implements Closeable {
    private final Map<ImportTable, CsvWriter> files = new EnumMap<>(ImportTable.class);
    private final Map<ImportTable, Long> counts = new EnumMap<>(ImportTable.class);
    private boolean hasLineBreaks;

    private ImportWriter() {}

    /** Makes all files anew, each with its header. */
    static ImportWriter open(Path directory) throws IOException {
        ImportWriter writer = new ImportWriter();
        try {
            for (ImportTable table : ImportTable.values()) {
                writer.files.put(
                        table,
                        CsvWriter.builder()
                                .quoteStrategy(QuoteStrategies.NON_EMPTY)
                                .build(directory.resolve(table.file())));
                writer.write(table, table.header().toArray(String[]::new));
                writer.counts.put(table, 0L);
            }
            return writer;
        } catch (IOException failure) {
            writer.close();
            throw failure;
        }
    }

    /** Writes one row. Several threads may write. */
    synchronized void write(ImportTable table, @Nullable String... values) throws IOException {
        CsvWriter file = files.get(table);
        if (file == null) {
            throw new IllegalStateException("closed");
        }
        for (String value : values) {
            hasLineBreaks |= value != null && (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0);
        }
        file.writeRecord(values);
        counts.merge(table, 1L, Long::sum);
    }

    /** Returns whether a value holds a line break: the import has to be told. */
    boolean hasLineBreaks() {
        return hasLineBreaks;
    }

    /** Returns how many rows each file has. */
    Map<String, Long> counts() {
        Map<String, Long> byFile = new TreeMap<>();
        counts.forEach((table, count) -> byFile.put(table.file(), count));
        return byFile;
    }

    @Override
    public void close() throws IOException {
        Optional<IOException> failed = Optional.empty();
        for (CsvWriter file : files.values()) {
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
