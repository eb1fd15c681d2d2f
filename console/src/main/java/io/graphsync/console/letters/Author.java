package io.graphsync.console.letters;

import io.graphsync.retry.letters.LetterFilter;
import io.graphsync.retry.letters.Letters;
import io.graphsync.retry.letters.Operation;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;

/** Says who does something, for the audit topic. */
final class Author {
    private Author() {}

    static Operation operation(String command, Letters letters, LetterFilter filter, String note) {
        return new Operation(UUID.randomUUID(), name(), command, letters.topic(), note, filter.described());
    }

    private static String name() {
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
