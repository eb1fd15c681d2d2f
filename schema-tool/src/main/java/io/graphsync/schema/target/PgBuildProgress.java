package io.graphsync.schema.target;

/**
 * How far the server has come with an index, as pg_stat_progress_create_index tells it.
 *
 * @param phase what it is doing
 * @param lockersTotal how many other transactions it waits for in this phase
 * @param blocksTotal how many blocks it reads in this phase, 0 if it does not count them
 * @param tuplesTotal how many rows it handles in this phase, 0 if it does not count them
 */
record PgBuildProgress(
        String phase,
        long lockersDone,
        long lockersTotal,
        long blocksDone,
        long blocksTotal,
        long tuplesDone,
        long tuplesTotal) {

    /** In words, for example {@code building index: scanning table, 35 %}. */
    String text() {
        if (phase.startsWith("waiting")) {
            return phase + (lockersTotal > 0 ? ", " + lockersDone + " of " + lockersTotal + " done" : "");
        }
        long done = blocksTotal > 0 ? blocksDone : tuplesDone;
        long total = blocksTotal > 0 ? blocksTotal : tuplesTotal;
        return phase + (total > 0 ? ", " + Math.min(100, 100 * done / total) + " %" : "");
    }
}
