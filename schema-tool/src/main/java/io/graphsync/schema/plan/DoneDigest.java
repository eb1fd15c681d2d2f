package io.graphsync.schema.plan;

import io.graphsync.schema.parse.Statement;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** The digest of a file's first statements, by which a resumed file is known to be the one that was started. */
public final class DoneDigest {
    private DoneDigest() {}

    /** The digest of the first {@code count} statements; of none it is the digest of nothing. */
    public static String of(List<? extends Statement> statements, int count) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Statement statement : statements.subList(0, Math.min(count, statements.size()))) {
                digest.update(statement.text().getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
