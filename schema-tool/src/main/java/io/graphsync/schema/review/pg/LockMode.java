package io.graphsync.schema.review.pg;

import java.util.Arrays;

/** PostgreSQL's lock modes on relations, the weakest first; named as in pg_locks. */
enum LockMode {
    ACCESS_SHARE(1, "AccessShareLock"),
    ROW_SHARE(2, "RowShareLock"),
    ROW_EXCLUSIVE(3, "RowExclusiveLock"),
    SHARE_UPDATE_EXCLUSIVE(4, "ShareUpdateExclusiveLock"),
    SHARE(5, "ShareLock"),
    SHARE_ROW_EXCLUSIVE(6, "ShareRowExclusiveLock"),
    EXCLUSIVE(7, "ExclusiveLock"),
    ACCESS_EXCLUSIVE(8, "AccessExclusiveLock");

    private final int number;
    private final String serverName;

    LockMode(int number, String serverName) {
        this.number = number;
        this.serverName = serverName;
    }

    /** As in the column {@code mode} of pg_locks. */
    String serverName() {
        return serverName;
    }

    /** The mode of a number that the parser writes, which is that of the server's lockdefs.h. */
    static LockMode ofNumber(long number) {
        return Arrays.stream(values())
                .filter(mode -> mode.number == number)
                .findFirst()
                .orElse(ACCESS_EXCLUSIVE);
    }

    LockMode or(LockMode other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
