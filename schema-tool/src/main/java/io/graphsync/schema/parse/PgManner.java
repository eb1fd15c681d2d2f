package io.graphsync.schema.parse;

/** How a statement of PostgreSQL has to be run. */
public sealed interface PgManner {
    /** Can share a transaction with others, a {@code DO} that ends none itself among them. */
    record Transactional() implements PgManner {}

    /** May control transactions itself: {@code CALL}, and {@code DO} with the words for it in its body. */
    record Procedure() implements PgManner {}

    /**
     * Refused by the server inside a transaction.
     *
     * @param what the words that make it so, for example {@code VACUUM}
     * @param waits true if it waits for other transactions by design, so that time limits must not end it
     * @param remains what it leaves behind when it is cut off, which has to be cleared before it runs again
     */
    record Alone(String what, boolean waits, Remains remains) implements PgManner {

        /** A statement that leaves nothing behind. */
        public Alone(String what, boolean waits) {
            this(what, waits, new Remains.Nothing());
        }
    }

    /** What a statement leaves in the catalog when it is cut off. */
    sealed interface Remains {
        /** Nothing. */
        record Nothing() implements Remains {}

        /**
         * Invalid indexes beside those that were to be built anew.
         *
         * @param kind INDEX, TABLE, SCHEMA or DATABASE
         * @param name what was named, as written; empty for the database itself
         */
        record HalfBuiltIndexes(String kind, String name) implements Remains {}

        /**
         * A partition that is on its way out of its table.
         *
         * @param table the partitioned table, as written
         * @param partition the partition, as written
         */
        record PendingDetach(String table, String partition) implements Remains {}
    }

    /**
     * {@code CREATE INDEX CONCURRENTLY}: refused inside a transaction, and leaves an invalid index when it fails.
     *
     * @param index the index's name as written, quotes included
     * @param table the table's name as written, with its schema if one is written
     */
    record BuildIndex(String index, String table) implements PgManner {}
}
