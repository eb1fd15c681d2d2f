package io.graphsync.schema.target;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PgBuildProgressTest {
    @Test
    void a_scan_is_told_in_percent_of_blocks_and_a_sort_in_percent_of_rows() {
        assertThat(new PgBuildProgress("building index: scanning table", 0, 0, 35, 100, 0, 0).text())
                .isEqualTo("building index: scanning table, 35 %");
        assertThat(new PgBuildProgress("building index: loading tuples in tree", 0, 0, 0, 0, 1, 8).text())
                .isEqualTo("building index: loading tuples in tree, 12 %");
    }

    @Test
    void waiting_is_told_in_transactions_and_never_more_than_all_is_done() {
        assertThat(new PgBuildProgress("waiting for old snapshots", 1, 3, 0, 0, 0, 0).text())
                .isEqualTo("waiting for old snapshots, 1 of 3 done");
        assertThat(new PgBuildProgress("initializing", 0, 0, 0, 0, 0, 0).text()).isEqualTo("initializing");
        assertThat(new PgBuildProgress("x", 0, 0, 120, 100, 0, 0).text()).isEqualTo("x, 100 %");
    }
}
