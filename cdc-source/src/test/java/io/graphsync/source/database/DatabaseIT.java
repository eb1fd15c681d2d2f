package io.graphsync.source.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@UseStack(ServerKind.POSTGRES)
class DatabaseIT {
    private Database database;

    @BeforeEach
    void open(TestStack stack) {
        database = new Database(new DatabaseSettings(stack.jdbcUrl(), stack.user(), new Password(stack.password())));
    }

    @Test
    void leaving_frees_whoever_waits_for_an_answer() throws Exception {
        Connection connection = database.connectForLongReads();
        CompletableFuture<Boolean> answer = CompletableFuture.supplyAsync(() -> sleepsToTheEnd(connection));

        database.leave();

        assertThat(answer.get(10, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void a_connection_that_is_asked_for_after_leaving_is_refused() {
        database.leave();

        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(database::connectForReplication)
                .withMessageContaining("leaving");
    }

    private static boolean sleepsToTheEnd(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            return statement.execute("SELECT pg_sleep(60)");
        } catch (SQLException broken) {
            return false;
        }
    }
}
