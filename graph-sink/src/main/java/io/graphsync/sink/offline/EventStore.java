package io.graphsync.sink.offline;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.graphsync.sink.mapping.MappedEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.CompressionType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * Events on disk, put together by element: the topics have them in another order, and there may be more of them than memory.
 * The same event twice is kept once. One thread.
 */
public final class EventStore implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, String>> FIELDS = new TypeReference<>() {};
    private static final TypeReference<List<String>> NAMES = new TypeReference<>() {};
    private static final int HASH_BYTES = 16;
    private static final int ELEMENT_BYTES = 1 + HASH_BYTES;
    private static final long BUFFER_BYTES = 32L << 20;
    private static final int MOST_BATCHED = 20_000;
    private static final int OPEN_FILES = 256;
    private static final int EXPECTED_BYTES = 512;

    static {
        RocksDB.loadLibrary();
    }

    private final Options options;
    private final LRUCache cache;
    private final WriteOptions unsynced = new WriteOptions();
    private final RocksDB db;
    private final MessageDigest hash;

    private EventStore(Options options, LRUCache cache, RocksDB db) {
        this.options = options;
        this.cache = cache;
        this.db = db;
        try {
            this.hash = MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Java has MD5", e);
        }
    }

    /**
     * Opens a store, or makes one.
     *
     * @throws IOException if the directory can't be written, or what is there can't be read
     */
    public static EventStore open(Path directory) throws IOException {
        LRUCache cache = new LRUCache(BUFFER_BYTES);
        Options options = new Options()
                .setCreateIfMissing(true)
                .setWriteBufferSize(BUFFER_BYTES)
                .setMaxOpenFiles(OPEN_FILES)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setTableFormatConfig(
                        new BlockBasedTableConfig().setBlockCache(cache).setCacheIndexAndFilterBlocks(true));
        try {
            Files.createDirectories(directory);
            return new EventStore(options, cache, RocksDB.open(options, directory.toString()));
        } catch (RocksDBException | IOException failure) {
            options.close();
            cache.close();
            throw failed("can't be opened: " + directory, failure);
        }
    }

    /** Keeps events; those of types that are not built in are left out. After a crash of the machine, see {@link #sync}. */
    public void add(List<MappedEvent> events) throws IOException {
        try (WriteBatch batch = new WriteBatch()) {
            for (MappedEvent event : events) {
                String type = event.template().type().name();
                var kind = ElementKind.of(type);
                if (kind.isPresent()) {
                    batch.put(
                            key(kind.get(), event.element(), event.seq()),
                            value(kind.get().isDelete(type), event.row()));
                }
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
     * Shows what the events of each element of a kind come to.
     *
     * @return false if the visitor had seen enough
     */
    boolean forEachElement(ElementKind kind, Visitor<Element> visitor) throws IOException {
        try (ReadOptions once = new ReadOptions().setFillCache(false);
                RocksIterator rows = db.newIterator(once)) {
            rows.seek(new byte[] {kind.prefix()});
            while (rows.isValid() && rows.key()[0] == kind.prefix()) {
                if (!visitor.visit(element(rows))) {
                    return false;
                }
            }
            rows.status();
            return true;
        } catch (RocksDBException failure) {
            throw failed("can't be read", failure);
        }
    }

    /** Reads on to the next element. */
    private static Element element(RocksIterator rows) throws IOException {
        byte[] first = Arrays.copyOf(rows.key(), ELEMENT_BYTES);
        Element element = new Element();
        while (rows.isValid() && Arrays.equals(rows.key(), 0, ELEMENT_BYTES, first, 0, ELEMENT_BYTES)) {
            element.apply(event(rows.key(), rows.value()));
            rows.next();
        }
        return element;
    }

    private static StoredEvent event(byte[] key, byte[] value) throws IOException {
        return new StoredEvent(
                value[0] == 1,
                ByteBuffer.wrap(key, ELEMENT_BYTES, Long.BYTES).getLong(),
                JSON.readValue(value, 1, value.length - 1, FIELDS));
    }

    /** A flag, and the fields as JSON. */
    private static byte[] value(boolean isDelete, Map<String, Object> row) {
        ByteArrayOutputStream value = new ByteArrayOutputStream(EXPECTED_BYTES);
        value.write(isDelete ? 1 : 0);
        try (JsonGenerator json = JSON.createGenerator(value)) {
            json.writeStartObject();
            for (Map.Entry<String, Object> field : row.entrySet()) {
                json.writeStringField(field.getKey(), field.getValue().toString());
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new IllegalStateException("Text is JSON", impossible);
        }
        return value.toByteArray();
    }

    private static byte[] json(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("Text is JSON", impossible);
        }
    }

    /** Returns a collector of references. */
    References references() {
        return new References();
    }

    /** Collects references, and keeps them some at a time. */
    final class References implements AutoCloseable {
        private final WriteBatch batch = new WriteBatch();

        /** Something refers to it. */
        void add(Reference kind, String... names) throws IOException {
            try {
                batch.put(key(kind, names), json(names));
                writeIfFull();
            } catch (RocksDBException failure) {
                throw failed("can't be written", failure);
            }
        }

        /** It is there by itself. */
        void remove(Reference kind, String... names) throws IOException {
            try {
                batch.delete(key(kind, names));
                writeIfFull();
            } catch (RocksDBException failure) {
                throw failed("can't be written", failure);
            }
        }

        private void writeIfFull() throws RocksDBException {
            if (batch.count() >= MOST_BATCHED) {
                db.write(unsynced, batch);
                batch.clear();
            }
        }

        @Override
        public void close() throws IOException {
            try (batch) {
                db.write(unsynced, batch);
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
                if (!visitor.visit(JSON.readValue(rows.value(), NAMES))) {
                    return false;
                }
            }
            rows.status();
            return true;
        } catch (RocksDBException failure) {
            throw failed("can't be read", failure);
        }
    }

    private byte[] key(Reference kind, String... names) {
        return ByteBuffer.allocate(ELEMENT_BYTES)
                .put(kind.prefix())
                .put(hash.digest(json(names)))
                .array();
    }

    /** Of equal length for all elements, so that the events of one stand together, by version. */
    private byte[] key(ElementKind kind, String element, long seq) {
        return ByteBuffer.allocate(ELEMENT_BYTES + Long.BYTES)
                .put(kind.prefix())
                .put(hash.digest(element.getBytes(StandardCharsets.UTF_8)))
                .putLong(seq)
                .array();
    }

    private static IOException failed(String what, Exception failure) {
        return new IOException("the store of events " + what + ": " + failure.getMessage(), failure);
    }

    @Override
    public void close() {
        db.close();
        unsynced.close();
        options.close();
        cache.close();
    }
}
