package io.graphsync.sink.offline;

import io.graphsync.sink.mapping.MappedEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An event in the form in which an {@link EventStore} keeps it. The key is of equal length for all elements, so that the events of
 * one stand together, by version; the value is a flag that tells a delete, and the fields of its kind, each text behind its length.
 * Pure.
 */
public final class StoredEntry {
    /** What the keys of all events of one element begin with: the kind and the hash of the element's name. */
    static final int ELEMENT_BYTES = 1 + 16;

    private static final int ABSENT = -1;

    private final byte[] key;
    private final byte[] value;

    private StoredEntry(byte[] key, byte[] value) {
        this.key = key;
        this.value = value;
    }

    /** Returns what to keep of an event; empty for those of types that are not built in. */
    public static Optional<StoredEntry> of(MappedEvent event) {
        String type = event.template().type().name();
        return ElementKind.of(type).map(kind -> {
            boolean isDelete = kind.isDelete(type);
            return new StoredEntry(key(kind, event), value(isDelete, StoredField.of(kind, isDelete), event.row()));
        });
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
        Map<StoredField, String> fields = new EnumMap<>(StoredField.class);
        for (StoredField field : StoredField.of(ElementKind.of(key[0]), isDelete)) {
            int length = bytes.getInt();
            if (length != ABSENT) {
                fields.put(field, new String(value, bytes.position(), length, StandardCharsets.UTF_8));
                bytes.position(bytes.position() + length);
            }
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

    private static byte[] value(boolean isDelete, List<StoredField> fields, Map<String, Object> row) {
        byte @Nullable [][] texts = new byte[fields.size()][];
        int size = 1 + fields.size() * Integer.BYTES;
        for (int i = 0; i < texts.length; i++) {
            Object value = row.get(fields.get(i).column());
            if (value != null) {
                byte[] text = value.toString().getBytes(StandardCharsets.UTF_8);
                texts[i] = text;
                size += text.length;
            }
        }
        ByteBuffer bytes = ByteBuffer.allocate(size).put((byte) (isDelete ? 1 : 0));
        for (byte[] text : texts) {
            if (text == null) {
                bytes.putInt(ABSENT);
            } else {
                bytes.putInt(text.length).put(text);
            }
        }
        return bytes.array();
    }
}
