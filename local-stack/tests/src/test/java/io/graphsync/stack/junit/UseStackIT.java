package io.graphsync.stack.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.stack.RoundTrip;
import java.sql.ResultSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.GraphDatabase;

@UseStack
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UseStackIT {
    private static final Set<String> databasesSeen = new HashSet<>();
    private static final Set<String> prefixesSeen = new HashSet<>();

    @BeforeEach
    void takes_the_stack_of_the_test(TestStack stack) {
        assertThat(databasesSeen.add(stack.database())).isTrue();
        assertThat(prefixesSeen.add(stack.topicPrefix())).isTrue();
    }

    @Test
    @Order(1)
    void a_first_test_leaves_things_in_every_server(TestStack stack) throws Exception {
        assertThat(RoundTrip.through(stack.postgres(), stack.database(), "a")).containsExactly("a");
        assertThat(RoundTrip.through(stack.kafka(), stack.topicPrefix(), "a")).containsExactly("a");
        assertThat(RoundTrip.through(stack.neo4j(), "a")).containsExactly("a");

        try (var connection = stack.connection();
                var statement = connection.createStatement()) {
            statement.execute("CREATE ROLE left_behind LOGIN");
            statement.execute("GRANT SELECT ON round_trip TO left_behind");
            statement.execute("SELECT pg_create_logical_replication_slot('left_behind', 'pgoutput')");
        }
        stack.connection(stack.createDatabase()); // not closed on purpose
        try (var driver =
                GraphDatabase.driver(stack.boltUri(), AuthTokens.basic(stack.neo4jUser(), stack.neo4jPassword()))) {
            driver.executableQuery("CREATE CONSTRAINT left_behind FOR (n:RoundTrip) REQUIRE n.value IS UNIQUE")
                    .execute();
            driver.executableQuery("CREATE INDEX `left ``behind` FOR (n:Other) ON (n.value)")
                    .execute();
        }
    }

    @Test
    @Order(2)
    void the_next_test_finds_nothing_of_it(TestStack stack) throws Exception {
        try (var connection = stack.connection();
                var statement = connection.createStatement()) {
            assertThat(count(statement.executeQuery("SELECT count(*) FROM pg_replication_slots")))
                    .isZero();
            assertThat(count(statement.executeQuery("SELECT count(*) FROM pg_roles WHERE rolname = 'left_behind'")))
                    .isZero();
            assertThat(count(statement.executeQuery("SELECT count(*) FROM pg_database WHERE datname LIKE 'test%'")))
                    .isEqualTo(1);
            assertThat(count(statement.executeQuery("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")))
                    .isZero();
        }
        try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", stack.bootstrapServers()))) {
            assertThat(admin.listTopics().names().get(10, TimeUnit.SECONDS)).isEmpty();
        }
        assertThat(RoundTrip.through(stack.neo4j(), "b")).containsExactly("b");
        assertThat(RoundTrip.through(stack.neo4j(), "b")).containsExactly("b", "b"); // the constraint is gone
    }

    @Test
    @Order(3)
    void a_test_may_leave_servers_stopped_killed_or_paused(TestStack stack) {
        stack.postgres().stop();
        stack.kafka().kill();
        stack.neo4j().pause();

        assertThat(stack.postgres().isRunning()).isFalse();
        assertThat(stack.kafka().isRunning()).isFalse();
    }

    @Test
    @Order(4)
    void the_test_after_it_finds_all_of_them_serving(TestStack stack) throws Exception {
        assertThat(RoundTrip.through(stack.postgres(), stack.database(), "a")).containsExactly("a");
        assertThat(RoundTrip.through(stack.kafka(), stack.topicPrefix(), "a")).containsExactly("a");
        assertThat(RoundTrip.through(stack.neo4j(), "a")).containsExactly("a");
    }

    @Test
    @Order(5)
    void the_servers_are_configured_for_capture_and_durability(TestStack stack) throws Exception {
        try (var connection = stack.connection();
                var statement = connection.createStatement();
                var settings = statement.executeQuery("SELECT current_setting('wal_level'),"
                        + " current_setting('synchronous_commit'), current_setting('server_encoding')")) {
            settings.next();
            assertThat(settings.getString(1)).isEqualTo("logical");
            assertThat(settings.getString(2)).isEqualTo("on");
            assertThat(settings.getString(3)).isEqualTo("UTF8");
        }
    }

    @Nested
    class A_nested_class {
        @Test
        void uses_the_servers_of_the_class_around_it(TestStack stack) {
            assertThat(stack.neo4j().isRunning()).isTrue();
        }
    }

    private static int count(ResultSet row) throws Exception {
        try (row) {
            row.next();
            return row.getInt(1);
        }
    }
}
