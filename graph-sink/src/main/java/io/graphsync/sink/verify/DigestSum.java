package io.graphsync.sink.verify;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Adds up the digest of some elements. One thread. */
final class DigestSum {
    private final MessageDigest md5;
    private long count;
    private long sum;

    DigestSum() {
        try {
            md5 = MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }

    void add(ElementState state) {
        byte[] hash = md5.digest(CanonicalText.of(state).getBytes(StandardCharsets.UTF_8));
        sum += ByteBuffer.wrap(hash).getLong();
        count++;
    }

    Digest digest() {
        return new Digest(count, sum);
    }
}
