package io.graphsync.verification.chaos.workload;

import java.util.UUID;

/**
 * One statement of an application. It changes nothing where the rows that it is about are gone: a writer does not always
 * know which of its transactions came through.
 */
sealed interface Change {
    /** A conversation begins. */
    record StartConversation(UUID id, UUID user, String title, String topic, String subTopic) implements Change {}

    /** A conversation turns to another topic, under another title; empty ones mean none. */
    record ChangeConversation(UUID id, String title, String topic, String subTopic) implements Change {}

    /** A conversation gets another owner. */
    record GiveAway(UUID id, UUID user) implements Change {}

    /** Somebody says something. */
    record AddMessage(UUID id, UUID conversation, String type) implements Change {}

    /** A message goes over to another conversation, and thus to another partition. */
    record MoveMessage(UUID id, UUID conversation) implements Change {}

    /** A user rates a message, for the first time or again. */
    record GiveFeedback(UUID user, UUID message, String type, int score) implements Change {}

    /** A user takes the rating back. */
    record WithdrawFeedback(UUID user, UUID message) implements Change {}

    /** A message goes, with its feedback. */
    record DeleteMessage(UUID id) implements Change {}

    /** A conversation goes, with all that hangs on it. */
    record DeleteConversation(UUID id) implements Change {}

    /** A row of the outbox that can't be applied, whatever is tried. */
    record WritePoison(UUID id, String eventType, UUID entity, String payload) implements Change {}

    /** A conversation with many messages at once. */
    record Import(UUID conversation, UUID user, int messages) implements Change {}

    /** Conversations and their events by COPY, past the triggers: their loss would show. */
    record CopyIn(UUID batch, UUID user, int conversations) implements Change {}
}
