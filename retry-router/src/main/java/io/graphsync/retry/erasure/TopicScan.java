package io.graphsync.retry.erasure;

import io.graphsync.outbox.event.EventHeaders;
import io.graphsync.outbox.progress.Control;
import io.graphsync.outbox.topic.TopicNames;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Finds in records, each partition's in their order, what is kept of a user. One thread. */
final class TopicScan {
    private final Subject subject;
    private final TopicNames names;
    private final Map<EventKey, Newest> newest = new HashMap<>();
    private final Set<String> letters = new HashSet<>();
    private long superseded;
    private long waiting;
    private long read;

    /** What the newest record of a key is; those of others that name nobody are forgotten. */
    private enum Newest {
        OWNED,
        MENTIONS,
        EMPTY
    }

    TopicScan(Subject subject, TopicNames names) {
        this.subject = subject;
        this.names = names;
    }

    /** Takes the next record. */
    void add(ConsumerRecord<byte[], byte[]> record) {
        read++;
        if (record.key() == null || header(record, Control.HEADER).isPresent()) {
            return;
        }
        String key = new String(record.key(), StandardCharsets.UTF_8);
        if (record.topic().equals(names.deadLetters())) {
            letter(key, record);
        } else if (record.topic().equals(names.retry()) || record.topic().equals(names.retryDue())) {
            waiting += isAbout(record) ? 1 : 0;
        } else {
            event(new EventKey(record.topic(), record.partition(), key), record.value());
        }
    }

    private void letter(String key, ConsumerRecord<byte[], byte[]> record) {
        if (isAbout(record)) {
            letters.add(key);
        } else {
            letters.remove(key);
        }
    }

    private boolean isAbout(ConsumerRecord<byte[], byte[]> record) {
        return record.value() != null
                && (subject.ownsEntity(header(record, EventHeaders.ENTITY_ID)) || subject.isNamedIn(record.value()));
    }

    private void event(EventKey key, byte[] value) {
        Newest former = newest.remove(key);
        if (former == Newest.OWNED || former == Newest.MENTIONS) {
            superseded++;
        }
        if (subject.owns(key.key())) {
            newest.put(key, value == null ? Newest.EMPTY : Newest.OWNED);
        } else if (value != null && subject.isNamedIn(value)) {
            newest.put(key, Newest.MENTIONS);
        }
    }

    /** Returns what was found so far. */
    TopicTraces traces() {
        List<EventKey> keys = new ArrayList<>();
        List<String> mentions = new ArrayList<>();
        newest.forEach((key, state) -> {
            switch (state) {
                case OWNED -> keys.add(key);
                case MENTIONS -> mentions.add(key.topic() + " " + key.key());
                case EMPTY -> {}
            }
        });
        return new TopicTraces(keys, superseded, mentions, letters, waiting, read);
    }

    long read() {
        return read;
    }

    private static Optional<String> header(ConsumerRecord<?, ?> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null
                ? Optional.empty()
                : Optional.of(new String(header.value(), StandardCharsets.UTF_8));
    }
}
