package io.graphsync.sink.verify;

import java.math.BigInteger;

/**
 * What tells two sets of elements apart without comparing them one by one. The order in which they are added does not matter.
 * The hash guards against accidents, not against somebody who looks for a collision.
 *
 * @param count how many elements
 * @param sum the first eight bytes of the MD5 of each one's canonical text, added up modulo 2^64
 */
record Digest(long count, long sum) {
    /** Takes what PostgreSQL added up, which has no end to its numbers. */
    static Digest of(long count, BigInteger sum) {
        return new Digest(count, sum.longValue());
    }
}
