package io.graphsync.sink.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.graphsync.outbox.event.EventHeaders;
import io.graphsync.outbox.event.Failure;
import io.graphsync.outbox.type.FieldRule;
import io.graphsync.sink.mapping.EventMapper.Mapping;
import io.graphsync.sink.model.BuiltInTypes;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whatever stands in a record, the mapper answers quickly: with a row of plain values, or with a message that names what
 * is wrong. Repeat a run with {@code -Dgraphsync.seed=}, longer ones with {@code -Dgraphsync.inputs=}.
 */
class EventMapperPropertyTest {
    private static final Logger log = LoggerFactory.getLogger(EventMapperPropertyTest.class);
    private static final int INPUTS = Integer.getInteger("graphsync.inputs", 100_000);

    /** Of the processor, for one input: what else the machine does is not the mapper's fault. */
    private static final Duration MOST = Duration.ofSeconds(1);

    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

    private final TemplateCatalog templates = BuiltInTypes.TEMPLATES;
    private final EventMapper mapper = new EventMapper(templates);
    private final Set<String> names = new TreeSet<>(Set.of(
            "payload",
            "event type",
            EventHeaders.ID,
            EventHeaders.TYPE,
            EventHeaders.ENTITY_ID,
            EventHeaders.SEQ,
            EventHeaders.SCHEMA_VERSION,
            EventHeaders.COMMITTED_AT));

    @Test
    void hostile_input_is_a_row_of_plain_values_or_a_message_that_names_the_field() {
        long seed = Long.getLong("graphsync.seed", new Random().nextLong());
        log.atInfo().addKeyValue("seed", seed).log("Hostile input");
        templates
                .templates()
                .forEach(template ->
                        template.type().fields().stream().map(FieldRule::name).forEach(names::add));
        HostileInput inputs = new HostileInput(seed);
        int mapped = 0;
        int rejected = 0;
        long slowest = 0;

        for (int i = 0; i < INPUTS; i++) {
            HostileInput.Input input = inputs.next();
            long start = CPU.getCurrentThreadCpuTime();
            switch (map(input, seed, i)) {
                case Mapping.Mapped good -> {
                    mapped++;
                    requirePlain(good.event(), seed, i);
                }
                case Mapping.Rejected bad -> {
                    rejected++;
                    requireNaming(bad, seed, i);
                }
            }
            slowest = Math.max(slowest, CPU.getCurrentThreadCpuTime() - start);
        }

        log.atInfo()
                .addKeyValue("mapped", mapped)
                .addKeyValue("rejected", rejected)
                .addKeyValue("slowest_ms", slowest / 1_000_000)
                .log("Hostile input is dealt with");
        assertThat(mapped).isGreaterThan(INPUTS / 20);
        assertThat(rejected).isGreaterThan(INPUTS / 4);
        assertThat(Duration.ofNanos(slowest)).as("seed %s", seed).isLessThan(MOST);
    }

    private Mapping map(HostileInput.Input input, long seed, int number) {
        try {
            return mapper.map(input.headers, input.value);
        } catch (RuntimeException | StackOverflowError crash) {
            return fail("input " + number + " of seed " + seed, crash);
        }
    }

    private static void requirePlain(MappedEvent event, long seed, int number) {
        event.row().forEach((field, value) -> {
            boolean plain = value instanceof String
                    || value instanceof Long
                    || value instanceof Double
                    || value instanceof Boolean
                    || value instanceof OffsetDateTime;
            if (!plain) {
                fail(field + " is " + value.getClass() + ": input " + number + " of seed " + seed);
            }
        });
    }

    private void requireNaming(Mapping.Rejected rejected, long seed, int number) {
        boolean known =
                rejected.code().equals(Failure.INVALID_EVENT) || rejected.code().equals(Failure.UNKNOWN_TYPE);
        if (!known || names.stream().noneMatch(rejected.message()::contains)) {
            fail(rejected + ": input " + number + " of seed " + seed);
        }
    }
}
