package io.graphsync.sink.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReaderGuardTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration ALLOWED = Duration.ofMillis(15);

    @Test
    void it_rests_while_readers_are_slow_and_goes_on_when_they_are_quick_again() {
        Reader reader = new Reader();
        try (ReaderGuard guard = ReaderGuard.start(reader, ALLOWED)) {
            reader.millis = 30;
            await().atMost(PATIENCE).until(() -> guard.rest().compareTo(Duration.ofMillis(40)) >= 0);
            assertThat(guard.p99()).isGreaterThan(ALLOWED);

            reader.millis = 0;
            await().atMost(PATIENCE).until(() -> guard.rest().isZero());
        }
    }

    @Test
    void without_a_limit_it_reads_nothing() {
        try (ReaderGuard guard = ReaderGuard.start(
                () -> {
                    throw new IllegalStateException("read");
                },
                Duration.ZERO)) {
            assertThat(guard.rest()).isZero();
        }
    }

    @Test
    void a_rest_has_a_bound() {
        Duration rest = Duration.ZERO;
        for (int i = 0; i < 20; i++) {
            rest = ReaderGuard.next(rest, true);
        }

        assertThat(rest).isEqualTo(Duration.ofSeconds(5));
    }

    private static final class Reader implements ReaderGuard.Read {
        private volatile long millis;

        @Override
        public void run() {
            try {
                Thread.sleep(millis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
