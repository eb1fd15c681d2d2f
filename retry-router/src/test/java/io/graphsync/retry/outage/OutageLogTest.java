package io.graphsync.retry.outage;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class OutageLogTest {
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1);
    private OutageLog outage = new OutageLog(LoggerFactory.getLogger("unset"), "", "");

    @BeforeEach
    void listen() {
        Logger logger = (Logger) LoggerFactory.getLogger("outage-test");
        logger.detachAndStopAllAppenders();
        logger.setAdditive(false);
        logger.setLevel(Level.INFO);
        lines.start();
        logger.addAppender(lines);
        outage = new OutageLog(logger, "Kafka", "broker:9092", clock::get);
    }

    @Test
    void a_wait_is_told_at_once_then_every_thirty_seconds_and_at_its_end() {
        for (int second = 0; second < 65; second++) {
            outage.waiting("the topics", "missing");
            clock.addAndGet(Duration.ofSeconds(1).toNanos());
        }
        assertThat(lines.list).hasSize(3);

        outage.over();
        outage.over();

        assertThat(lines.list).hasSize(4);
        assertThat(lines.list.getFirst().getKeyValuePairs().toString()).contains("broker:9092", "the topics");
    }

    @Test
    void another_thing_that_is_awaited_is_told_at_once() {
        outage.waiting("an answer", "timeout");
        outage.waiting("the topics", "missing");

        assertThat(lines.list).hasSize(2);
    }

    @Test
    void without_a_wait_nothing_is_told() {
        outage.over();

        assertThat(lines.list).isEmpty();
    }
}
