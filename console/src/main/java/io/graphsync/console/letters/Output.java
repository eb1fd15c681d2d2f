package io.graphsync.console.letters;

/** How results are written. */
enum Output {
    /** For people. */
    TEXT,
    /** One JSON document. */
    JSON,
    /** One JSON document a line. */
    JSONL
}
