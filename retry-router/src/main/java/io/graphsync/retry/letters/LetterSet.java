package io.graphsync.retry.letters;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The open letters of a topic that a filter means. In a topic of ours the newest record of a key counts, and one without
 * a value closes it; in another topic each record with a value is a letter. One thread.
 */
final class LetterSet {
    private final boolean foreign;
    private final LetterFilter filter;
    private final Map<String, Letter> letters = new LinkedHashMap<>();

    LetterSet(boolean foreign, LetterFilter filter) {
        this.foreign = foreign;
        this.filter = filter;
    }

    /** Takes note of the next record; a value that was not kept is told by its size. */
    void add(ConsumerRecord<byte[], ?> record) {
        boolean closes = record.serializedValueSize() < 0;
        if (closes && (foreign || record.key() == null)) {
            return;
        }
        if (closes) {
            letters.remove(new String(record.key(), StandardCharsets.UTF_8));
            return;
        }
        Letter letter = LetterMapper.map(record);
        String name = foreign ? letter.position().toString() : letter.key();
        letters.remove(name);
        if (filter.matches(letter)) {
            letters.put(name, letter);
        }
    }

    /** Whether a letter is as it was when it was found. */
    boolean isCurrent(Letter letter) {
        return letter.equals(letters.get(foreign ? letter.position().toString() : letter.key()));
    }

    Optional<Letter> find(String id) {
        return letters.values().stream()
                .filter(letter -> letter.id().equals(id))
                .findFirst();
    }

    /** Returns the letters, the oldest failure first. */
    List<Letter> letters() {
        return letters.values().stream()
                .sorted(Comparator.comparing(Letter::lastFailedAt).thenComparing(Letter::id))
                .toList();
    }
}
