package io.graphsync.retry.letters;

import io.graphsync.outbox.event.EventHeaders;
import io.graphsync.outbox.event.FailureHeaders;
import io.graphsync.outbox.event.Redrive;
import io.graphsync.outbox.progress.Outcome;
import io.graphsync.outbox.topic.TopicLayout;
import io.graphsync.outbox.topic.TopicNames;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Makes the records that redrive or close letters. Pure. */
final class LetterRecords {
    /** What {@link Outcome#RESULT} says on a letter that an operator closed. */
    static final String DISCARDED = "discarded";

    /** What Kafka adds to a batch of one record and to one header, generously. */
    private static final int BATCH_BYTES = 512;

    private static final int HEADER_BYTES = 10;

    private LetterRecords() {}

    /** Returns the event for its redelivery, and the letter again: it stays open until the outcome is known. */
    static List<ProducerRecord<byte[], byte[]>> redrive(TopicNames names, LetterContent content, Instant now) {
        Headers headers = withRedrive(content, now);
        byte[] key = content.letter().key().getBytes(StandardCharsets.UTF_8);
        return List.of(
                record(names.retryDue(), Optional.empty(), key, content.sharedPayload(), headers),
                record(
                        names.deadLetters(),
                        Optional.of(content.letter().position().partition()),
                        key,
                        content.sharedPayload(),
                        headers));
    }

    /**
     * Returns the event for the topic that another program's letter came from, without what that program noted of the
     * failure.
     *
     * @param partitions tells how many partitions a topic has
     */
    static List<ProducerRecord<byte[], byte[]>> redriveToOrigin(
            LetterContent content, ToIntFunction<String> partitions, Instant now) {
        Letter.Origin origin = content.letter().origin();
        String topic = origin.topic().orElseThrow();
        int count = partitions.applyAsInt(topic);
        if (count == 0) {
            return List.of();
        }
        Headers headers = new RecordHeaders();
        for (Header header : withRedrive(content, now)) {
            if (!header.key().startsWith(LetterMapper.SPRING) && !header.key().startsWith(LetterMapper.CONNECT)) {
                headers.add(header);
            }
        }
        return List.of(new ProducerRecord<>(
                topic,
                origin.partition().filter(partition -> partition < count).orElse(null),
                content.key(),
                content.sharedPayload(),
                headers));
    }

    /** Returns the record that closes a letter. */
    static ProducerRecord<byte[], byte[]> discard(TopicNames names, Letter letter) {
        Headers headers = new RecordHeaders();
        Map.of(
                        EventHeaders.ID, letter.key(),
                        FailureHeaders.ATTEMPTS, Integer.toString(letter.attempts()),
                        Outcome.RESULT, DISCARDED)
                .forEach((name, text) -> headers.add(name, text.getBytes(StandardCharsets.UTF_8)));
        return new ProducerRecord<>(
                names.deadLetters(),
                letter.position().partition(),
                letter.key().getBytes(StandardCharsets.UTF_8),
                null,
                headers);
    }

    private static Headers withRedrive(LetterContent content, Instant now) {
        Letter letter = content.letter();
        Headers headers = content.headers();
        new Redrive(letter.redrives() + 1, now, letter.attempts()).headers().forEach((name, text) -> {
            headers.remove(name);
            headers.add(name, text.getBytes(StandardCharsets.UTF_8));
        });
        return headers;
    }

    private static ProducerRecord<byte[], byte[]> record(
            String topic, Optional<Integer> partition, byte[] key, byte[] value, Headers headers) {
        return new ProducerRecord<>(topic, partition.orElse(null), key, value, headers);
    }

    /** Whether a record is small enough for a topic of ours. */
    static boolean fits(ProducerRecord<byte[], byte[]> record) {
        long bytes = BATCH_BYTES;
        List<byte[]> parts = new ArrayList<>();
        parts.add(record.key());
        parts.add(record.value());
        for (Header header : record.headers()) {
            bytes += HEADER_BYTES;
            parts.add(header.key().getBytes(StandardCharsets.UTF_8));
            parts.add(header.value());
        }
        for (byte[] part : parts) {
            bytes += part == null ? 0 : part.length;
        }
        return bytes <= TopicLayout.MAX_RECORD_BYTES;
    }
}
