package io.graphsync.sink.verify;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What tells two sets of elements apart without comparing them one by one. The order in which they are added does not matter.
 * The hash guards against accidents, not against somebody who looks for a collision.
 *
 * @param count how many elements
 * @param sum the first eight bytes of the MD5 of each one's canonical text, added up modulo 2^64
 */
record Digest(long count, long sum) {
    static final Digest NONE = new Digest(0, 0);

    /** Takes what PostgreSQL added up, which has no end to its numbers. */
    static Digest of(long count, BigInteger sum) {
        return new Digest(count, sum.longValue());
    }

    Digest plus(ElementState state) {
        return new Digest(count + 1, sum + hash(CanonicalText.of(state)));
    }

    private static long hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }
}
