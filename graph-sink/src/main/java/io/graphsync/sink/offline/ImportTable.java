package io.graphsync.sink.offline;

import java.util.List;

/** The files, in the columns that {@code neo4j-admin database import} reads: nodes first, then relationships. */
enum ImportTable {
    USERS("nodes", "User", "users.csv", "id:ID(User)"),
    CONVERSATIONS(
            "nodes",
            "Conversation",
            "conversations.csv",
            "id:ID(Conversation)",
            "title:string",
            "updated_at:datetime",
            "seq:long",
            "title_seq:long"),
    MESSAGES("nodes", "Message", "messages.csv", "id:ID(Message)", "type:string", "created_at:datetime", "seq:long"),
    TOPICS("nodes", "Topic", "topics.csv", "name:ID(Topic)"),
    SUB_TOPICS("nodes", "SubTopic", "sub_topics.csv", "name:ID(SubTopic)"),
    TOMBSTONES(
            "nodes",
            "GraphsyncTombstone",
            "tombstones.csv",
            "key:ID(GraphsyncTombstone)",
            "seq:long",
            "deleted_at:datetime"),
    OWNS("relationships", "OWNS", "owns.csv", ":START_ID(User)", ":END_ID(Conversation)"),
    HAS_TOPIC(
            "relationships",
            "HAS_TOPIC",
            "has_topic.csv",
            ":START_ID(Conversation)",
            "topic:string",
            "sub_topic:string",
            ":END_ID(Topic)"),
    HAS_SUBTOPIC("relationships", "HAS_SUBTOPIC", "has_subtopic.csv", ":START_ID(Topic)", ":END_ID(SubTopic)"),
    HAS_MESSAGE("relationships", "HAS_MESSAGE", "has_message.csv", ":START_ID(Conversation)", ":END_ID(Message)"),
    GAVE_FEEDBACK(
            "relationships",
            "GAVE_FEEDBACK",
            "gave_feedback.csv",
            ":START_ID(User)",
            "type:string",
            "score:double",
            "at:datetime",
            "seq:long",
            ":END_ID(Message)");

    private final String option;
    private final String name;
    private final String file;
    private final String header;

    ImportTable(String option, String name, String file, String... header) {
        this.option = option;
        this.name = name;
        this.file = file;
        this.header = String.join(",", header);
    }

    String file() {
        return file;
    }

    List<String> header() {
        return List.of(header.split(",", -1));
    }

    /** Returns the argument that names the file, as seen from its directory: the import wants a path with a parent. */
    String argument() {
        return "--" + option + "=" + name + "=./" + file;
    }
}
