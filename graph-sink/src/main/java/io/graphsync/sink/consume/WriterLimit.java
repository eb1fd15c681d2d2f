package io.graphsync.sink.consume;

/**
 * How many writers may work at the same time: one more after some commits in a row without a collision, half as many
 * after a collision over locks. Those that collide take turns soon, and a graph on which nobody collides is written by
 * all. Immutable and pure.
 *
 * @param most the configured number
 * @param now the number at present
 * @param commits since it changed last
 */
record WriterLimit(int most, int now, int commits) {
    private static final int COMMITS_FOR_ONE_MORE = 50;

    /** Begins with all writers. */
    static WriterLimit of(int most) {
        return new WriterLimit(most, most, most);
    }

    WriterLimit afterCommit() {
        return commits + 1 >= COMMITS_FOR_ONE_MORE && now < most
                ? new WriterLimit(most, now + 1, 0)
                : new WriterLimit(most, now, Math.min(commits + 1, COMMITS_FOR_ONE_MORE));
    }

    /** Writers that were at work when the number fell may still collide: that says nothing about the new number. */
    WriterLimit afterCollision() {
        return commits < now ? this : new WriterLimit(most, Math.max(1, now / 2), 0);
    }
}
