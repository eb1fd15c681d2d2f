package io.graphsync.console.terminal;

import io.graphsync.retry.letters.Operation;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.UUID;

/** Says who does something, for the audit topic. */
public final class Author {
    private Author() {}

    /**
     * Begins an operation of the user who runs this process.
     *
     * @param command such as {@code dlt redrive}
     * @param topic what it is done to
     * @param filter what was asked for, by name
     * @param note why
     */
    public static Operation operation(String command, String topic, Map<String, String> filter, String note) {
        return new Operation(UUID.randomUUID(), name(), command, topic, note, filter);
    }

    /** Returns the user who runs this process, and where. */
    public static String name() {
        return System.getProperty("user.name", "unknown") + "@" + host();
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "unknown";
        }
    }
}
