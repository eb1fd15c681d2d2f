package io.graphsync.retry.erasure;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Tells which records are about a user: by the user's id, and by the conversations and messages that were deleted with
 * the user. Immutable and pure.
 */
final class Subject {
    private final String user;
    private final byte[] userBytes;
    private final Set<String> entities = new HashSet<>();

    Subject(UUID user, Collection<Erasure> erasures) {
        this.user = user.toString();
        this.userBytes = this.user.getBytes(StandardCharsets.UTF_8);
        for (Erasure erasure : erasures) {
            erasure.conversations().forEach(id -> entities.add(id.toString()));
            erasure.messages().forEach(id -> entities.add(id.toString()));
        }
    }

    /** Whether the element of this key is the user's: the key names the user, or what was deleted with the user. */
    boolean owns(String key) {
        for (String part : key.split(":", -1)) {
            String id = part.toLowerCase(Locale.ROOT);
            if (id.equals(user) || entities.contains(id)) {
                return true;
            }
        }
        return false;
    }

    /** Whether an entity was deleted with the user. */
    boolean ownsEntity(Optional<String> entityId) {
        return entityId.map(id -> entities.contains(id.toLowerCase(Locale.ROOT)))
                .orElse(false);
    }

    /** Whether the user's id stands in a text, in lower case as PostgreSQL writes it. */
    boolean isNamedIn(byte[] text) {
        int last = text.length - userBytes.length;
        for (int start = 0; start <= last; start++) {
            if (text[start] == userBytes[0] && matchesAt(text, start)) {
                return true;
            }
        }
        return false;
    }

    private boolean matchesAt(byte[] text, int start) {
        for (int i = 1; i < userBytes.length; i++) {
            if (text[start + i] != userBytes[i]) {
                return false;
            }
        }
        return true;
    }
}
