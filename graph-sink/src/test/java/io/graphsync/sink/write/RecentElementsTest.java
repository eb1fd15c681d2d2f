package io.graphsync.sink.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentElementsTest {
    private final RecentElements recent = new RecentElements();

    @Test
    void an_element_is_new_once() {
        assertThat(recent.add("message:1")).isTrue();
        assertThat(recent.add("message:2")).isTrue();
        assertThat(recent.add("message:1")).isFalse();
    }

    @Test
    void of_ten_thousand_the_newest_are_remembered_and_few_are_taken_for_others() {
        assertThat(IntStream.range(0, 10_000).filter(i -> recent.add("message:" + i)))
                .hasSizeGreaterThan(9_990);
        assertThat(IntStream.range(9_000, 10_000).filter(i -> recent.add("message:" + i)))
                .hasSizeLessThan(100);
    }
}
