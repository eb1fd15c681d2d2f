package io.graphsync.sink.offline;

import java.util.List;

/** The fields of events that files are made of; all others are not kept. */
enum StoredField {
    CONVERSATION_ID("conversation_id"),
    TITLE("title"),
    UPDATED_AT("updated_at"),
    USER_ID("user_id"),
    TOPIC("topic"),
    SUB_TOPIC("sub_topic"),
    MESSAGE_ID("message_id"),
    MESSAGE_TYPE("message_type"),
    CREATED_AT("created_at"),
    FEEDBACK_TYPE("feedback_type"),
    SCORE("score"),
    AT("at"),
    ELEMENT("element"),
    DELETED_AT("deleted_at");

    private static final List<StoredField> OF_CONVERSATIONS =
            List.of(CONVERSATION_ID, TITLE, UPDATED_AT, USER_ID, TOPIC, SUB_TOPIC);
    private static final List<StoredField> OF_MESSAGES = List.of(MESSAGE_ID, CONVERSATION_ID, MESSAGE_TYPE, CREATED_AT);
    private static final List<StoredField> OF_FEEDBACK = List.of(USER_ID, MESSAGE_ID, FEEDBACK_TYPE, SCORE, AT);
    private static final List<StoredField> OF_DELETES = List.of(ELEMENT, DELETED_AT);

    private final String column;

    StoredField(String column) {
        this.column = column;
    }

    /** Returns what is kept of the events of a kind, in the order in which it is kept. */
    static List<StoredField> of(ElementKind kind, boolean isDelete) {
        if (isDelete) {
            return OF_DELETES;
        }
        return switch (kind) {
            case CONVERSATION -> OF_CONVERSATIONS;
            case MESSAGE -> OF_MESSAGES;
            case FEEDBACK -> OF_FEEDBACK;
        };
    }

    /** Returns its name in the row of an event. */
    String column() {
        return column;
    }
}
