package io.graphsync.sink.offline;

/** What other elements refer to, each once. */
enum Reference {
    USER('u'),
    TOPIC('t'),
    SUB_TOPIC('s'),
    /** A topic and a sub topic of it. */
    TOPIC_PAIR('p'),
    /** A conversation that has messages, and no event of its own yet. */
    CONVERSATION('c'),
    /** A message that has feedback, and no event of its own yet. */
    MESSAGE('m');

    private final byte prefix;

    Reference(char prefix) {
        this.prefix = (byte) prefix;
    }

    /** Returns what the keys begin with. */
    byte prefix() {
        return prefix;
    }
}
