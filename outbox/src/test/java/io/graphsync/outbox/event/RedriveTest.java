package io.graphsync.outbox.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RedriveTest {
    private static final Redrive REDRIVE = new Redrive(2, Instant.parse("2026-03-04T05:06:07Z"), 10);

    @Test
    void it_survives_the_wire() {
        assertThat(Redrive.of(REDRIVE.headers())).contains(REDRIVE);
    }

    @Test
    void headers_that_lack_a_part_of_it_tell_of_none() {
        for (String missing : REDRIVE.headers().keySet()) {
            Map<String, String> headers = new HashMap<>(REDRIVE.headers());
            headers.remove(missing);

            assertThat(Redrive.of(headers)).isEmpty();
        }
    }
}
