package io.graphsync.retry.outage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.event.SubstituteLoggingEvent;
import org.slf4j.helpers.SubstituteLogger;

class OutageLogTest {
    private final Queue<SubstituteLoggingEvent> lines = new ArrayDeque<>();
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1);
    private final OutageLog outage =
            new OutageLog(new SubstituteLogger("test", lines, false), "Kafka", "broker:9092", clock::get);

    @Test
    void a_wait_is_told_at_once_then_every_thirty_seconds_and_at_its_end() {
        for (int second = 0; second < 65; second++) {
            outage.waiting("the topics", "missing");
            clock.addAndGet(Duration.ofSeconds(1).toNanos());
        }
        assertThat(lines).hasSize(3);

        outage.over();
        outage.over();

        assertThat(lines).hasSize(4);
    }

    @Test
    void another_thing_that_is_awaited_is_told_at_once() {
        outage.waiting("an answer", "timeout");
        outage.waiting("the topics", "missing");

        assertThat(lines).hasSize(2);
    }

    @Test
    void without_a_wait_nothing_is_told() {
        outage.over();

        assertThat(lines).isEmpty();
    }
}
