package io.graphsync.sink.rebuild;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * How far a rebuild has come, and what it does at the moment. Counted by the thread that works; the activity may be set by any.
 */
public final class RebuildProgress {
    private static final double NANOS = 1e9;

    /** What activities begin with that wait for a server. */
    private static final String WAITING = "waiting(";

    private final long began = System.nanoTime();
    private final long before;
    private final long total;
    private long read;
    private long written;
    private long refused;
    private String part = "";
    private volatile String activity = "running";

    /**
     * Goes on counting.
     *
     * @param total how much there is to read
     * @param earlier what an earlier attempt kept; empty for the first
     */
    RebuildProgress(long total, JsonNode earlier) {
        this.total = total;
        this.before = earlier.path("read").asLong();
        this.read = before;
        this.written = earlier.path("written").asLong();
        this.refused = earlier.path("refused").asLong();
    }

    void add(Window<?> window) {
        this.part = window.part();
        this.read += window.records();
        this.written += window.events().size();
    }

    void refused(int more) {
        refused += more;
    }

    /** Says what is being done, or waited for. */
    void activity(String activity) {
        this.activity = activity;
    }

    /** Says that a server is away. */
    void waitingFor(String server) {
        activity(WAITING + server + ")");
    }

    /** Returns what is being done, or waited for. */
    String activity() {
        return activity;
    }

    /** Returns how many records or rows were read each second, since this attempt began. */
    private double rate() {
        return (read - before) * NANOS / Math.max(1, System.nanoTime() - began);
    }

    /** Nobody knows how long a server stays away. */
    private Optional<Duration> left() {
        double rate = rate();
        return rate <= 0 || activity.startsWith(WAITING)
                ? Optional.empty()
                : Optional.of(Duration.ofSeconds(Math.round(Math.max(0, total - read) / rate)));
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("activity", activity)
                .put("part", part)
                .put("read", read)
                .put("total", total)
                .put("written", written)
                .put("refused", refused)
                .put("rate", Math.round(rate()));
        left().ifPresent(left -> json.put("eta_s", left.toSeconds()));
        return json;
    }

    /** Returns one line for a person. */
    public String line() {
        long percent = total == 0 ? 100 : Math.min(100, read * 100 / total);
        return String.format(
                Locale.ROOT,
                "%s %d %% (%,d of %,d), %,.0f/s%s, %s",
                part,
                percent,
                read,
                total,
                rate(),
                left().map(left -> ", about " + text(left) + " left").orElse(""),
                activity);
    }

    /** Returns how long it will take, for a person. */
    public static String text(Duration left) {
        return left.toMinutes() > 2 ? left.toMinutes() + " min" : left.toSeconds() + " s";
    }
}
