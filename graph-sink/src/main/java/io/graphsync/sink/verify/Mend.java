package io.graphsync.sink.verify;

import io.graphsync.sink.verify.Difference.Subject;
import java.util.Optional;

/**
 * An element that differs, with what it takes to send it again.
 *
 * @param subject of what kind
 * @param id of the conversation or message
 * @param user empty but for feedback
 * @param hasRow whether its row is sent, or that there is none
 * @param conversation of a message that the graph has and no row: the delete travels with the events of its conversation
 */
public record Mend(Subject subject, String id, String user, boolean hasRow, Optional<String> conversation) {
    /** Returns whether an event can name it. What has another kind of id was never one of ours. */
    boolean isOurs() {
        return UuidText.is(id) && (subject != Subject.FEEDBACK || UuidText.is(user));
    }
}
