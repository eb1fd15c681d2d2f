package io.graphsync.source.database;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.graphsync.source.failure.AwaitedException;
import io.graphsync.source.failure.SourceFailedException;
import org.junit.jupiter.api.Test;

class ServerFactsTest {
    @Test
    void a_primary_with_logical_wal_and_a_replicating_role_will_do() {
        assertThatCode(() -> new ServerFacts(180_006, "logical", false, "cdc_source", true).check())
                .doesNotThrowAnyException();
    }

    @Test
    void another_wal_level_is_fatal_and_the_message_tells_the_way_out() {
        assertThatExceptionOfType(SourceFailedException.class)
                .isThrownBy(() -> new ServerFacts(180_006, "replica", false, "cdc_source", true).check())
                .withMessageContaining("wal_level = replica")
                .withMessageContaining("ALTER SYSTEM SET wal_level = 'logical'");
    }

    @Test
    void a_role_without_replication_is_fatal_and_the_message_tells_the_way_out() {
        assertThatExceptionOfType(SourceFailedException.class)
                .isThrownBy(() -> new ServerFacts(180_006, "logical", false, "cdc_source", false).check())
                .withMessageContaining("ALTER ROLE \"cdc_source\" REPLICATION");
    }

    @Test
    void a_server_that_is_too_old_is_fatal() {
        assertThatExceptionOfType(SourceFailedException.class)
                .isThrownBy(() -> new ServerFacts(120_017, "logical", false, "cdc_source", true).check())
                .withMessageContaining("PostgreSQL 12");
    }

    @Test
    void a_standby_is_waited_out_because_it_may_become_the_primary() {
        assertThatExceptionOfType(AwaitedException.class)
                .isThrownBy(() -> new ServerFacts(180_006, "logical", true, "cdc_source", true).check());
    }
}
