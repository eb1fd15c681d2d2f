package io.graphsync.schema.gate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.graphsync.schema.failure.FailureKind;
import io.graphsync.schema.failure.MigrateException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes tokens of approvals, and reads them. A token is the approval in the open and an HMAC-SHA256 over it, so that who
 * has the key can tell that nobody else wrote it.
 */
public final class ApprovalKey {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int SHORTEST = 32;
    private static final JsonMapper JSON = new JsonMapper();

    private final SecretKeySpec key;

    private ApprovalKey(SecretKeySpec key) {
        this.key = key;
    }

    /**
     * Takes the key.
     *
     * @throws MigrateException if it is too short to be one
     */
    public static ApprovalKey of(String secret) {
        byte[] bytes = secret.strip().getBytes(StandardCharsets.UTF_8);
        if (bytes.length < SHORTEST) {
            throw new MigrateException(
                    FailureKind.CONFIGURATION,
                    "MIGRATE_APPROVAL_KEY has " + bytes.length + " bytes and needs " + SHORTEST
                            + "; make one with: openssl rand -base64 48");
        }
        return new ApprovalKey(new SecretKeySpec(bytes, ALGORITHM));
    }

    /** Makes a token. */
    public String token(Approval approval) {
        byte[] payload = JSON.createObjectNode()
                .put("id", approval.id().toString())
                .put("plan", approval.planDigest())
                .put("target", approval.fingerprint())
                .put("environment", approval.environment())
                .put("expires", approval.expires().toString())
                .put("by", approval.by())
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        return encoder.encodeToString(payload) + "." + encoder.encodeToString(mac(payload));
    }

    /**
     * Reads a token.
     *
     * @throws MigrateException if it was not made with this key
     */
    public Approval read(String token) {
        try {
            int dot = token.indexOf('.');
            byte[] payload = Base64.getUrlDecoder().decode(token.substring(0, Math.max(0, dot)));
            byte[] mac = Base64.getUrlDecoder().decode(token.substring(dot + 1));
            if (dot < 0 || !MessageDigest.isEqual(mac, mac(payload))) {
                throw refused();
            }
            JsonNode json = JSON.readTree(new String(payload, StandardCharsets.UTF_8));
            return new Approval(
                    UUID.fromString(json.path("id").asText()),
                    json.path("plan").asText(),
                    json.path("target").asText(),
                    json.path("environment").asText(),
                    Instant.parse(json.path("expires").asText()),
                    json.path("by").asText());
        } catch (IllegalArgumentException | JsonProcessingException garbled) {
            throw refused();
        }
    }

    private static MigrateException refused() {
        return new MigrateException(
                FailureKind.REFUSED,
                "The approval token was not made with this MIGRATE_APPROVAL_KEY, or it was altered. Nothing was changed.");
    }

    private byte[] mac(byte[] payload) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(payload);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    @Override
    public String toString() {
        return "ApprovalKey";
    }
}
