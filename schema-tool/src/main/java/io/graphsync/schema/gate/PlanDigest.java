package io.graphsync.schema.gate;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Digests by which a plan, and the stores that it was made for, are known again. */
public final class PlanDigest {
    private PlanDigest() {}

    /** The digest of everything that a plan shows: files in their order, statements, and what the review says of them. */
    public static String ofParts(List<PlanFile.PlannedPart> parts) {
        MessageDigest digest = sha256();
        for (PlanFile.PlannedPart part : parts) {
            add(digest, part.file());
            add(digest, part.checksum());
            add(digest, Integer.toString(part.statementsDone()));
            add(digest, part.riskClass());
            add(digest, Integer.toString(part.statements().size()));
            for (PlanFile.PlannedStatement statement : part.statements()) {
                add(digest, statement.line() + " " + statement.riskClass() + " " + statement.destructive());
                add(digest, statement.text());
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The fingerprint of several stores together. */
    public static String ofStores(List<String> fingerprints) {
        MessageDigest digest = sha256();
        fingerprints.forEach(fingerprint -> add(digest, fingerprint));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void add(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
