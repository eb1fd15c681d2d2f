package io.graphsync.console.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapBudgetTest {
    private static final long MEGABYTE = 1L << 20;

    private final HeapBudget budget = new HeapBudget();

    @Test
    void what_leaves_a_quarter_of_the_heap_will_do() {
        assertThat(budget.problem(MEGABYTE)).isEmpty();
        budget.add("sink.buffer.max.bytes", 64 * MEGABYTE);
        budget.add("source.queue.max.bytes", 128 * MEGABYTE);

        assertThat(budget.problem(256 * MEGABYTE)).isEmpty();
    }

    @Test
    void what_does_not_is_told_with_the_heap_that_would() {
        budget.add("sink.buffer.max.bytes", 64 * MEGABYTE);
        budget.add("source.queue.max.bytes", 2048 * MEGABYTE);

        assertThat(budget.problem(1024 * MEGABYTE))
                .contains("sink.buffer.max.bytes, source.queue.max.bytes: 2112 MB may wait in memory, and the heap has"
                        + " 1024 MB; lower them, or start with GRAPHSYNC_JAVA_OPTS=-Xmx6336m");
    }
}
