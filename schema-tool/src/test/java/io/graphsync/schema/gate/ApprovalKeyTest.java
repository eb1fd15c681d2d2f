package io.graphsync.schema.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.graphsync.schema.failure.FailureKind;
import io.graphsync.schema.failure.MigrateException;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ApprovalKeyTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Approval APPROVAL =
            new Approval(new UUID(1, 2), "digest", "target", "production", NOON, "Ada \"A\" Byron");

    private final ApprovalKey key = ApprovalKey.of("k".repeat(32));

    @Test
    void a_token_is_read_with_the_key_that_made_it() {
        assertThat(key.read(key.token(APPROVAL))).isEqualTo(APPROVAL);
    }

    @Test
    void another_key_an_altered_token_and_garbage_are_refused() {
        String token = key.token(APPROVAL);
        String forged = Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(
                                "{\"environment\":\"production\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                + token.substring(token.indexOf('.'));

        refused(ApprovalKey.of("x".repeat(32)), token);
        refused(key, forged);
        refused(key, token.substring(0, token.length() - 2));
        refused(key, token.substring(0, token.indexOf('.')));
        refused(key, "");
        refused(key, "no token at all");
    }

    private static void refused(ApprovalKey reader, String token) {
        assertThatExceptionOfType(MigrateException.class)
                .isThrownBy(() -> reader.read(token))
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(FailureKind.REFUSED));
    }

    @Test
    void a_short_key_is_none_and_is_not_printed() {
        assertThatExceptionOfType(MigrateException.class)
                .isThrownBy(() -> ApprovalKey.of("secret-canary"))
                .satisfies(failure ->
                        assertThat(failure.text()).contains("openssl rand").doesNotContain("canary"));
        assertThat(key).asString().doesNotContain("kkk");
    }

    @Test
    void an_approval_is_of_one_plan_one_target_one_environment_and_a_time() {
        Instant before = NOON.minusSeconds(1);

        assertThat(APPROVAL.objection("digest", "target", "production", before)).isEmpty();
        assertThat(APPROVAL.objection("other", "target", "production", before).orElseThrow())
                .contains("another plan");
        assertThat(APPROVAL.objection("digest", "other", "production", before).orElseThrow())
                .contains("another target");
        assertThat(APPROVAL.objection("digest", "target", "staging", before).orElseThrow())
                .contains("'production'");
        assertThat(APPROVAL.objection("digest", "target", "production", NOON).orElseThrow())
                .contains("expired");
    }
}
