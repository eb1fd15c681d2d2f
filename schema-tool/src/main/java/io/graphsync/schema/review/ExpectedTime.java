package io.graphsync.schema.review;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * About how long a statement takes, once it has its locks. A cautious guess from the sizes of the relations that it reads
 * or writes: a disk of a cloud that reads 100 MB and writes 25 MB a second. Pure.
 *
 * @param words for people
 * @param atLeast what is known of it; empty where a size is not known
 */
public record ExpectedTime(String words, Optional<Duration> atLeast) {
    private static final long READ_PER_SECOND = 100_000_000;
    private static final long WRITTEN_PER_SECOND = 25_000_000;

    /** From a statement's impact. */
    public static ExpectedTime of(StatementReview statement, TableSizes sizes) {
        Impact impact = statement.impact();
        if (impact.locks().isEmpty()
                && impact.rewrites().isEmpty()
                && impact.scans().isEmpty()) {
            return new ExpectedTime("", Optional.empty());
        }
        if (impact.rewrites().isEmpty() && impact.scans().isEmpty()) {
            return writesRows(impact)
                    ? new ExpectedTime("grows with the rows it writes", Optional.empty())
                    : new ExpectedTime("at once", Optional.of(Duration.ZERO));
        }
        return ofWork(impact, sizes);
    }

    private static boolean writesRows(Impact impact) {
        return impact.locks().stream().allMatch(lock -> lock.mode().equals("RowExclusiveLock"));
    }

    private static ExpectedTime ofWork(Impact impact, TableSizes sizes) {
        Set<String> relations = new LinkedHashSet<>(impact.rewrites());
        relations.addAll(impact.scans());
        Map<String, Long> known = new TreeMap<>();
        relations.forEach(relation -> sizes.of(relation).ifPresent(bytes -> known.put(relation, bytes)));
        if (known.size() < relations.size()) {
            return new ExpectedTime("grows with " + String.join(", ", relations), Optional.empty());
        }
        Duration time = known.entrySet().stream()
                .map(relation -> of(relation.getValue(), impact.rewrites().contains(relation.getKey())))
                .reduce(Duration.ZERO, Duration::plus);
        List<String> named = known.entrySet().stream()
                .map(relation -> relation.getKey() + " has " + bytes(relation.getValue()))
                .toList();
        return new ExpectedTime(about(time) + " (" + String.join(", ", named) + ")", Optional.of(time));
    }

    private static Duration of(long bytes, boolean rewritten) {
        long read = bytes * 1000 / READ_PER_SECOND;
        return Duration.ofMillis(rewritten ? read + bytes * 1000 / WRITTEN_PER_SECOND : read);
    }

    private static String about(Duration time) {
        if (time.toMillis() < 1000) {
            return "less than a second";
        }
        if (time.toMinutes() < 2) {
            return "about " + time.toSeconds() + " s";
        }
        return time.toHours() < 2 ? "about " + time.toMinutes() + " min" : "about " + time.toHours() + " h";
    }

    private static String bytes(long bytes) {
        if (bytes < 10_000_000) {
            return bytes / 1000 + " kB";
        }
        return bytes < 10_000_000_000L ? bytes / 1_000_000 + " MB" : String.format(Locale.ROOT, "%.0f GB", bytes / 1e9);
    }
}
