package io.graphsync.schema.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.Test;

class ScramVerifierTest {
    /** The example of RFC 7677; stored and server key follow from its password, salt and iterations. */
    @Test
    void the_keys_are_those_of_the_standard() {
        byte[] salt = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");

        assertThat(ScramVerifier.of("pencil", salt))
                .isEqualTo("SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY="
                        + ":wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=");
    }

    @Test
    void every_verifier_has_its_own_salt() {
        assertThat(ScramVerifier.of("secret")).isNotEqualTo(ScramVerifier.of("secret"));
    }

    @Test
    void a_verifier_stays_as_it_is() {
        String verifier = ScramVerifier.of("secret");

        assertThat(ScramVerifier.of(verifier)).isEqualTo(verifier);
    }
}
