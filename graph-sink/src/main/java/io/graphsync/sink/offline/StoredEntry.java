package io.graphsync.sink.offline;

import io.graphsync.sink.mapping.MappedEvent;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An event in the form in which an {@link EventStore} keeps it. The key is of equal length for all elements, so that the events of
 * one stand together, by version; the value is a flag that tells a delete, and the fields, each text behind its length. Pure.
 */
public final class StoredEntry {
    /** What the keys of all events of one element begin with: the kind and the hash of the element's name. */
    static final int ELEMENT_BYTES = 1 + 16;

    private static final int EXPECTED_BYTES = 512;

    private final byte[] key;
    private final byte[] value;

    private StoredEntry(byte[] key, byte[] value) {
        this.key = key;
        this.value = value;
    }

    /** Returns what to keep of an event; empty for those of types that are not built in. */
    public static Optional<StoredEntry> of(MappedEvent event) {
        String type = event.template().type().name();
        return ElementKind.of(type)
                .map(kind -> new StoredEntry(key(kind, event), value(kind.isDelete(type), event.row())));
    }

    byte[] key() {
        return key;
    }

    byte[] value() {
        return value;
    }

    /** Returns the event of which this was kept. */
    static StoredEvent event(byte[] key, byte[] value) {
        ByteBuffer bytes = ByteBuffer.wrap(value);
        boolean isDelete = bytes.get() == 1;
        int size = bytes.getInt();
        Map<String, String> fields = HashMap.newHashMap(size);
        for (int i = 0; i < size; i++) {
            fields.put(text(bytes), text(bytes));
        }
        return new StoredEvent(
                isDelete, ByteBuffer.wrap(key, ELEMENT_BYTES, Long.BYTES).getLong(), fields);
    }

    /** Returns sixteen bytes that stand for a name. */
    static byte[] hash(byte[] name) {
        try {
            return MessageDigest.getInstance("MD5").digest(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Java has MD5", e);
        }
    }

    private static byte[] key(ElementKind kind, MappedEvent event) {
        return ByteBuffer.allocate(ELEMENT_BYTES + Long.BYTES)
                .put(kind.prefix())
                .put(hash(event.element().getBytes(StandardCharsets.UTF_8)))
                .putLong(event.seq())
                .array();
    }

    private static byte[] value(boolean isDelete, Map<String, Object> row) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(EXPECTED_BYTES);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeBoolean(isDelete);
            out.writeInt(row.size());
            for (Map.Entry<String, Object> field : row.entrySet()) {
                write(field.getKey(), out);
                write(field.getValue().toString(), out);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static void write(String text, DataOutputStream out) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String text(ByteBuffer bytes) {
        byte[] text = new byte[bytes.getInt()];
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
