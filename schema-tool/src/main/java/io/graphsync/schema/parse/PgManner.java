package io.graphsync.schema.parse;

/** How a statement of PostgreSQL has to be run. */
public sealed interface PgManner {
    /** Can share a transaction with others. */
    record Transactional() implements PgManner {}

    /** May share a transaction, but may also control transactions itself: {@code DO}, {@code CALL}. */
    record Procedure() implements PgManner {}

    /**
     * Refused by the server inside a transaction.
     *
     * @param what the words that make it so, for example {@code VACUUM}
     * @param waits true if it waits for other transactions by design, so that time limits must not end it
     */
    record Alone(String what, boolean waits) implements PgManner {}

    /**
     * {@code CREATE INDEX CONCURRENTLY}: refused inside a transaction, and leaves an invalid index when it fails.
     *
     * @param index the index's name as written, quotes included
     * @param table the table's name as written, with its schema if one is written
     */
    record BuildIndex(String index, String table) implements PgManner {}
}
