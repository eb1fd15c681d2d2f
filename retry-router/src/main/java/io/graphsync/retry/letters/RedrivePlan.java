package io.graphsync.retry.letters;

import io.graphsync.outbox.event.Redrive;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Which letters are redriven, and why others are not. Pure.
 *
 * @param chosen those that are redriven, the oldest failure first
 * @param skipped why the others are not
 */
public record RedrivePlan(List<Letter> chosen, Map<Letter, Skip> skipped) {
    /** Copies the collections. */
    public RedrivePlan {
        chosen = List.copyOf(chosen);
        skipped = Map.copyOf(skipped);
    }

    /** Why a letter is not redriven. */
    public enum Skip {
        /** It was redriven, and its outcome is not known yet. */
        IN_FLIGHT("in flight"),
        /** It was redriven as often as is allowed: somebody should look at it. */
        QUARANTINED("quarantined"),
        /** The graph may have forgotten that its element was deleted since: it could bring back what is gone. */
        TOO_OLD("older than the graph remembers deletes"),
        /** There is no payload to send; the outbox row may hold it. */
        NO_PAYLOAD("without payload"),
        /** Nothing tells which event it is. */
        NO_EVENT("without event id"),
        /** Nothing tells where it came from, or that place is gone, or it is where the letters are. */
        NO_ORIGIN("without origin"),
        /** With the marks of a redrive it no longer fits its topic. */
        TOO_LARGE("too large"),
        /** It came to an end, or was redriven by somebody else, since it was looked at. */
        CHANGED("changed meanwhile"),
        /** There are more than were asked for. */
        BEYOND_LIMIT("beyond the limit");

        private final String text;

        Skip(String text) {
            this.text = text;
        }

        /** Returns it in words. */
        public String text() {
            return text;
        }
    }

    /**
     * How far an operator wants to go.
     *
     * @param limit the most letters
     * @param maxRedrives redrives after which a letter is left alone
     * @param again whether letters in flight are redriven, too
     * @param memory for how long after its commit an event may be redriven, because the graph remembers deletes for so long
     * @param inFlightTimeout after which a letter in flight counts as one that got lost
     * @param redrivenBefore ids of letters that can't tell by themselves that they were redriven
     */
    public record Bounds(
            int limit,
            int maxRedrives,
            boolean again,
            Duration memory,
            Duration inFlightTimeout,
            Set<String> redrivenBefore) {
        /** A memory that keeps everything. */
        public static final Duration FOR_GOOD = Duration.ofDays(36_500);

        /** Checks the ranges. */
        public Bounds {
            redrivenBefore = Set.copyOf(redrivenBefore);
            if (limit < 1 || maxRedrives < 1) {
                throw new IllegalArgumentException("limit and maxRedrives must be positive");
            }
        }
    }

    /** Decides which letters are redriven. */
    public static RedrivePlan of(List<Letter> letters, Bounds bounds, Instant now) {
        return of(letters, bounds.limit(), letter -> skip(letter, bounds, now));
    }

    /** Decides which letters are closed: all but those whose outcome is awaited. */
    public static RedrivePlan ofDiscard(List<Letter> letters, Bounds bounds, Instant now) {
        return of(
                letters,
                bounds.limit(),
                letter -> !bounds.again() && isUnderWay(letter, bounds, now)
                        ? Optional.of(Skip.IN_FLIGHT)
                        : letter.key().isEmpty() ? Optional.of(Skip.NO_EVENT) : Optional.empty());
    }

    private static RedrivePlan of(List<Letter> letters, int limit, Function<Letter, Optional<Skip>> rule) {
        List<Letter> chosen = new ArrayList<>();
        Map<Letter, Skip> skipped = new LinkedHashMap<>();
        for (Letter letter : letters) {
            Optional<Skip> skip = rule.apply(letter);
            if (skip.isPresent()) {
                skipped.put(letter, skip.get());
            } else if (chosen.size() < limit) {
                chosen.add(letter);
            } else {
                skipped.put(letter, Skip.BEYOND_LIMIT);
            }
        }
        return new RedrivePlan(chosen, skipped);
    }

    private static Optional<Skip> skip(Letter letter, Bounds bounds, Instant now) {
        if (!bounds.again() && isUnderWay(letter, bounds, now)) {
            return Optional.of(Skip.IN_FLIGHT);
        }
        if (letter.redrives() >= bounds.maxRedrives()) {
            return Optional.of(Skip.QUARANTINED);
        }
        if (letter.format() == Letter.Format.GRAPHSYNC) {
            return skipOwn(letter, bounds, now);
        }
        boolean elsewhere = letter.origin()
                .topic()
                .filter(topic -> !topic.equals(letter.position().topic()))
                .isPresent();
        return elsewhere ? Optional.empty() : Optional.of(Skip.NO_ORIGIN);
    }

    private static Optional<Skip> skipOwn(Letter letter, Bounds bounds, Instant now) {
        if (letter.payloadBytes() == 0) {
            return Optional.of(Skip.NO_PAYLOAD);
        }
        if (letter.key().isEmpty() || letter.seq().isEmpty()) {
            return Optional.of(Skip.NO_EVENT);
        }
        Instant committed = letter.committedAt().orElse(Instant.EPOCH);
        return committed.plus(bounds.memory()).isBefore(now) ? Optional.of(Skip.TOO_OLD) : Optional.empty();
    }

    private static boolean isUnderWay(Letter letter, Bounds bounds, Instant now) {
        if (bounds.redrivenBefore().contains(letter.id())) {
            return true;
        }
        Instant redriven = letter.redrive().map(Redrive::at).orElse(Instant.EPOCH);
        return letter.inFlight() && redriven.plus(bounds.inFlightTimeout()).isAfter(now);
    }
}
