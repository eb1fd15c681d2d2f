package io.graphsync.sink.offline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.CompactionStyle;
import org.rocksdb.CompressionType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.VectorMemTableConfig;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * Events on disk, put together by element: the topics have them in another order, and there may be more of them than memory.
 * The same event twice is kept once. One thread adds; then several may read.
 */
public final class EventStore implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectReader NAMES = JSON.readerForListOf(String.class);
    private static final ObjectWriter WRITER = JSON.writerFor(String[].class);
    private static final long BUFFER_BYTES = 32L << 20;
    private static final int MOST_BATCHED = 20_000;
    private static final int OPEN_FILES = 256;
    private static final byte[] END = {};

    /** Files of the store that may lie beside each other: what is read once need not be merged again and again before that. */
    private static final int MOST_RUNS = 32;

    static {
        RocksDB.loadLibrary();
    }

    private final Options options;
    private final LRUCache cache;
    private final WriteOptions unsynced = new WriteOptions();
    private final WriteOptions volatileWrites = new WriteOptions().setDisableWAL(true);
    private final Referred referred = new Referred();
    private final RocksDB db;

    private EventStore(Options options, LRUCache cache, RocksDB db) {
        this.options = options;
        this.cache = cache;
        this.db = db;
    }

    /** What a store is opened for. */
    public enum Use {
        /** To add events: what is added waits unsorted, which is quicker, until a file of the store is written. */
        ADD,
        /** To read them, while references are added. */
        READ
    }

    /**
     * Opens a store, or makes one.
     *
     * @throws IOException if the directory can't be written, or what is there can't be read
     */
    public static EventStore open(Path directory, Use use) throws IOException {
        LRUCache cache = new LRUCache(BUFFER_BYTES);
        Options options = new Options()
                .setCreateIfMissing(true)
                .setWriteBufferSize(BUFFER_BYTES)
                .setMaxOpenFiles(OPEN_FILES)
                .setCompressionType(CompressionType.NO_COMPRESSION)
                .setAvoidFlushDuringRecovery(true)
                .setAvoidFlushDuringShutdown(true)
                .setCompactionStyle(CompactionStyle.UNIVERSAL)
                .setLevel0FileNumCompactionTrigger(MOST_RUNS)
                .setLevel0SlowdownWritesTrigger(2 * MOST_RUNS)
                .setLevel0StopWritesTrigger(3 * MOST_RUNS)
                .setTableFormatConfig(
                        new BlockBasedTableConfig().setBlockCache(cache).setCacheIndexAndFilterBlocks(true));
        if (use == Use.ADD) {
            options.setMemTableConfig(new VectorMemTableConfig()).setAllowConcurrentMemtableWrite(false);
        }
        try {
            Files.createDirectories(directory);
            return new EventStore(options, cache, RocksDB.open(options, directory.toString()));
        } catch (RocksDBException | IOException failure) {
            options.close();
            cache.close();
            throw failed("can't be opened: " + directory, failure);
        }
    }

    /** Keeps events. After a crash of the machine, see {@link #sync}. */
    public void add(List<StoredEntry> entries) throws IOException {
        try (WriteBatch batch = new WriteBatch()) {
            for (StoredEntry entry : entries) {
                batch.put(entry.key(), entry.value());
            }
            db.write(unsynced, batch);
        } catch (RocksDBException failure) {
            throw failed("can't be written", failure);
        }
    }

    /** Makes sure that what was added is there even after a crash of the machine. */
    public void sync() throws IOException {
        try {
            db.flushWal(true);
        } catch (RocksDBException failure) {
            throw failed("can't be written", failure);
        }
    }

    /** Takes what is read of the store. */
    @FunctionalInterface
    interface Visitor<T> {
        /** Returns false to see no more. */
        boolean visit(T value) throws IOException;
    }

    /**
     * Shows what the events of each element of a kind come to. Several threads may look at one slice each.
     *
     * @return false if the visitor had seen enough
     */
    boolean forEachElement(ElementKind kind, Slice slice, Visitor<Element> visitor) throws IOException {
        try (ReadOptions once = new ReadOptions().setFillCache(false);
                RocksIterator rows = db.newIterator(once)) {
            rows.seek(new byte[] {kind.prefix(), (byte) slice.from()});
            byte[] key = key(rows);
            while (key.length > 1 && key[0] == kind.prefix() && slice.holds(key[1])) {
                byte[] first = key;
                Element element = new Element();
                do {
                    element.apply(StoredEntry.event(key, rows.value()));
                    rows.next();
                    key = key(rows);
                } while (isOfOneElement(first, key));
                if (!visitor.visit(element)) {
                    return false;
                }
            }
            rows.status();
            return true;
        } catch (RocksDBException failure) {
            throw failed("can't be read", failure);
        }
    }

    /** Where a reader is; empty at the end. To ask costs a call out of Java each time. */
    private static byte[] key(RocksIterator rows) {
        return rows.isValid() ? rows.key() : END;
    }

    private static boolean isOfOneElement(byte[] one, byte[] other) {
        return other.length >= StoredEntry.ELEMENT_BYTES
                && Arrays.equals(one, 0, StoredEntry.ELEMENT_BYTES, other, 0, StoredEntry.ELEMENT_BYTES);
    }

    private static byte[] json(String... names) {
        try {
            return WRITER.writeValueAsBytes(names);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("Text is JSON", impossible);
        }
    }

    /** Returns a collector of references. */
    References references() {
        return new References();
    }

    /** Collects references, and keeps them some at a time. They need not outlive a crash: the events tell them again. */
    final class References implements AutoCloseable {
        private final WriteBatch batch = new WriteBatch();

        /** Something refers to it. */
        void add(Reference kind, String... names) throws IOException {
            if (!referred.isNew(kind, names)) {
                return;
            }
            try {
                batch.put(key(kind, names), json(names));
                writeIfFull();
            } catch (RocksDBException failure) {
                throw failed("can't be written", failure);
            }
        }

        /** It is there by itself; nothing may refer to one of its kind any more. */
        void remove(Reference kind, String... names) throws IOException {
            if (referred.isNone(kind, names)) {
                return;
            }
            try {
                batch.delete(key(kind, names));
                writeIfFull();
            } catch (RocksDBException failure) {
                throw failed("can't be written", failure);
            }
        }

        private void writeIfFull() throws RocksDBException {
            if (batch.count() >= MOST_BATCHED) {
                db.write(volatileWrites, batch);
                batch.clear();
            }
        }

        @Override
        public void close() throws IOException {
            try (batch) {
                db.write(volatileWrites, batch);
            } catch (RocksDBException failure) {
                throw failed("can't be written", failure);
            }
        }
    }

    /** Shows what is referred to, each once: the names that {@link References#add} took. */
    boolean forEachReference(Reference kind, Visitor<List<String>> visitor) throws IOException {
        byte prefix = kind.prefix();
        try (RocksIterator rows = db.newIterator()) {
            for (rows.seek(new byte[] {prefix}); rows.isValid() && rows.key()[0] == prefix; rows.next()) {
                if (!visitor.visit(NAMES.readValue(rows.value()))) {
                    return false;
                }
            }
            rows.status();
            return true;
        } catch (RocksDBException failure) {
            throw failed("can't be read", failure);
        }
    }

    private static byte[] key(Reference kind, String... names) {
        return ByteBuffer.allocate(StoredEntry.ELEMENT_BYTES)
                .put(kind.prefix())
                .put(StoredEntry.hash(json(names)))
                .array();
    }

    private static IOException failed(String what, Exception failure) {
        return new IOException("the store of events " + what + ": " + failure.getMessage(), failure);
    }

    @Override
    public void close() {
        db.close();
        unsynced.close();
        volatileWrites.close();
        options.close();
        cache.close();
    }
}
