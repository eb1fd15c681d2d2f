package io.graphsync.source.database;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Settings of a connection by which PostgreSQL itself lets go of a client that is silent: one that is frozen, or behind
 * a network that swallows everything. A client that dies is noticed without them, because its machine says so. Pure.
 */
public final class ServerTimeouts {
    private static final int KEEPALIVE_PROBES = 3;

    private ServerTimeouts() {}

    /** For a connection that may be idle: only a machine that does not answer at all ends it. */
    static Map<String, String> forSilentPeer(Duration silence) {
        Map<String, String> settings = keepalives(silence);
        settings.put("tcp_user_timeout", Long.toString(silence.toMillis()));
        return settings;
    }

    /** For a connection that speaks all the time: a client that is silent for so long is ended, frozen or not. */
    static Map<String, String> forLease(Duration silence) {
        Map<String, String> settings = forSilentPeer(silence);
        settings.put("idle_session_timeout", Long.toString(silence.toMillis()));
        return settings;
    }

    /**
     * For the connection that reads the slot, as the parameter {@code options} of a connection. All of these settings are
     * known to PostgreSQL 13 and newer. Without {@code tcp_user_timeout}: that would end a reader that is well and takes
     * nothing for the moment, because Kafka is away. The reader itself tells a few times in an interval that it lives.
     */
    public static String optionsForReplication(Duration silence) {
        Map<String, String> settings = keepalives(silence);
        settings.put("wal_sender_timeout", Long.toString(silence.toMillis()));
        return settings.entrySet().stream()
                .map(setting -> "-c " + setting.getKey() + "=" + setting.getValue())
                .collect(Collectors.joining(" "));
    }

    private static Map<String, String> keepalives(Duration silence) {
        long seconds = Math.max(1, silence.toSeconds() / (KEEPALIVE_PROBES + 1));
        Map<String, String> settings = new TreeMap<>();
        settings.put("tcp_keepalives_idle", Long.toString(seconds));
        settings.put("tcp_keepalives_interval", Long.toString(seconds));
        settings.put("tcp_keepalives_count", Integer.toString(KEEPALIVE_PROBES));
        return settings;
    }
}
