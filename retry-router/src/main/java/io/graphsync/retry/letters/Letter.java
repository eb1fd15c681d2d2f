package io.graphsync.retry.letters;

import io.graphsync.outbox.event.Redrive;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One open dead letter, without its payload.
 *
 * @param id what names it: the event's id, or the letter's position where there is none
 * @param key the record's key as text; empty where it has none
 * @param format who wrote it
 * @param position where the letter is
 * @param eventType the event's type; for letters of others, the topic that it came from
 * @param entityId the entity that changed
 * @param seq the entity's version
 * @param committedAt when the change was committed, by the clock of PostgreSQL
 * @param reason a code that names the cause
 * @param cause what happened, for a person; only its beginning where it is long
 * @param attempts deliveries that failed; 0 where nobody tells
 * @param firstFailedAt when the first of them failed
 * @param lastFailedAt when the last of them failed; when the letter was written where nobody tells
 * @param origin where the event was read the first time
 * @param redrive when it was sent on its way again last
 * @param payloadBytes the payload's size
 */
public record Letter(
        String id,
        String key,
        Format format,
        Position position,
        Optional<String> eventType,
        Optional<String> entityId,
        Optional<Long> seq,
        Optional<Instant> committedAt,
        String reason,
        String cause,
        int attempts,
        Optional<Instant> firstFailedAt,
        Instant lastFailedAt,
        Origin origin,
        Optional<Redrive> redrive,
        int payloadBytes) {
    /** Most characters of the cause that are kept; the content holds all of it. */
    public static final int MAX_CAUSE_CHARS = 300;

    /** Who wrote a letter, which decides where it goes when it is redriven. */
    public enum Format {
        /** This pipeline. */
        GRAPHSYNC,
        /** Spring for Apache Kafka's dead-letter publishing. */
        SPRING,
        /** Kafka Connect's dead-letter queue. */
        CONNECT,
        /** Somebody who does not tell. */
        UNKNOWN
    }

    /**
     * Where an event came from.
     *
     * @param text for a person
     * @param topic its topic, if the letter tells
     * @param partition its partition, if the letter tells
     */
    public record Origin(String text, Optional<String> topic, Optional<Integer> partition) {
        /** Checks that all are there. */
        public Origin {
            Objects.requireNonNull(text, "text");
            Objects.requireNonNull(topic, "topic");
            Objects.requireNonNull(partition, "partition");
        }
    }

    /** Checks that all are there. */
    public Letter {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(position, "position");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(lastFailedAt, "lastFailedAt");
        if (cause.length() > MAX_CAUSE_CHARS) {
            cause = cause.substring(0, MAX_CAUSE_CHARS - 1) + "…";
        }
    }

    /** Whether the event was sent on its way again and nothing is known of it since. */
    public boolean inFlight() {
        return format == Format.GRAPHSYNC
                && redrive.filter(last -> attempts <= last.attempts()).isPresent();
    }

    /** How often it was redriven. */
    public int redrives() {
        return redrive.map(Redrive::count).orElse(0);
    }
}
