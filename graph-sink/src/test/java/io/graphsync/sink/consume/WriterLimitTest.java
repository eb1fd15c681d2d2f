package io.graphsync.sink.consume;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WriterLimitTest {
    @Test
    void all_writers_work_while_nobody_collides() {
        assertThat(commits(WriterLimit.of(8), 1_000).now()).isEqualTo(8);
    }

    @Test
    void a_collision_halves_the_writers_down_to_one() {
        WriterLimit limit = WriterLimit.of(8).afterCollision();
        assertThat(limit.now()).isEqualTo(4);

        limit = commits(limit, 4).afterCollision();
        assertThat(limit.now()).isEqualTo(2);

        limit = commits(commits(limit, 2).afterCollision(), 1).afterCollision();
        assertThat(limit.now()).isEqualTo(1);
    }

    @Test
    void writers_that_were_at_work_when_the_number_fell_do_not_lower_it_again() {
        WriterLimit limit = WriterLimit.of(8).afterCollision().afterCollision().afterCollision();

        assertThat(limit.now()).isEqualTo(4);
    }

    @Test
    void the_number_rises_by_one_after_commits_without_a_collision() {
        WriterLimit limit = commits(WriterLimit.of(8).afterCollision(), 49);
        assertThat(limit.now()).isEqualTo(4);

        assertThat(commits(limit, 1).now()).isEqualTo(5);
        assertThat(commits(limit, 151).now()).isEqualTo(8);
        assertThat(commits(limit, 10_000).now()).isEqualTo(8);
    }

    @Test
    void a_single_writer_stays_one() {
        assertThat(commits(WriterLimit.of(1).afterCollision(), 200).now()).isOne();
    }

    private static WriterLimit commits(WriterLimit limit, int count) {
        WriterLimit after = limit;
        for (int i = 0; i < count; i++) {
            after = after.afterCommit();
        }
        return after;
    }
}
