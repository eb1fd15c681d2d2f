package io.graphsync.stack.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class Neo4jImportTest {
    @Test
    void few_processors_have_more_threads_than_there_are_of_them() {
        assertThat(Neo4jImport.threads("--id-type=string\n--read-buffer-size=256k\n", 2))
                .contains(4);
    }

    @Test
    void many_processors_have_as_many_threads_as_there_are_of_them() {
        assertThat(Neo4jImport.threads("--read-buffer-size=256k\n", 8)).isEmpty();
    }

    @Test
    void threads_that_hold_long_rows_are_not_more_than_processors() {
        assertThat(Neo4jImport.threads("--read-buffer-size=16m\n", 2)).isEmpty();
        assertThat(Neo4jImport.threads("--read-buffer-size=4096k\n", 2)).isEmpty();
    }

    @Test
    void a_buffer_that_nobody_tells_of_is_taken_for_a_long_one() {
        assertThat(Neo4jImport.threads("--id-type=string\n", 2)).isEmpty();
    }
}
