package io.graphsync.verification.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphsync.outbox.writer.UserContext;
import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import io.graphsync.verification.database.MigrationRun;
import io.graphsync.verification.database.Sql;
import java.sql.SQLException;
import java.sql.Savepoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The user of a transaction, on a connection that goes from request to request as out of a pool. */
@UseStack(ServerKind.POSTGRES)
class UserContextIT {
    private static final String SECRETS = "SELECT secret FROM user_secrets ORDER BY secret";
    private static final String ALICE = "00000000-0000-0000-0000-00000000000a";
    private static final String BOB = "00000000-0000-0000-0000-00000000000b";

    @BeforeEach
    void migrate(TestStack stack) throws SQLException {
        try (Sql sql = Sql.open(stack)) {
            sql.run("CREATE TABLE user_secrets (user_id uuid NOT NULL, secret text)");
            sql.run("INSERT INTO user_secrets VALUES ('" + ALICE + "', 'of alice'), ('" + BOB + "', 'of bob')");
        }
        MigrationRun.applyAll(stack);
    }

    @Test
    void the_user_is_the_transactions_and_never_the_next_ones(TestStack stack) throws SQLException {
        try (Sql pooled = MigrationRun.login(stack, "app_rw")) {
            // More often than the driver needs to prepare a statement for good.
            for (int round = 0; round < 12; round++) {
                boolean alice = round % 2 == 0;
                pooled.begin();
                UserContext.set(pooled.connection(), alice ? ALICE : BOB);
                assertThat(pooled.rows(SECRETS)).containsExactly(alice ? "of alice" : "of bob");
                if (round % 3 == 0) {
                    pooled.rollback();
                } else {
                    pooled.commit();
                }
                pooled.begin();
                assertThat(pooled.rows(SECRETS)).isEmpty();
                pooled.commit();
                assertThat(pooled.rows(SECRETS)).isEmpty();
            }
        }
    }

    @Test
    void the_last_user_counts_and_a_savepoint_brings_back_the_one_before(TestStack stack) throws SQLException {
        try (Sql pooled = MigrationRun.login(stack, "app_rw")) {
            pooled.begin();
            UserContext.set(pooled.connection(), ALICE);
            Savepoint savepoint = pooled.connection().setSavepoint();
            UserContext.set(pooled.connection(), BOB);
            assertThat(pooled.rows(SECRETS)).containsExactly("of bob");
            pooled.connection().rollback(savepoint);
            assertThat(pooled.rows(SECRETS)).containsExactly("of alice");
            pooled.rollback();
        }
    }

    @Test
    void a_hostile_id_is_a_value_and_nothing_else(TestStack stack) throws SQLException {
        try (Sql pooled = MigrationRun.login(stack, "app_rw")) {
            String hostile = ALICE + "', true); SET app.current_user TO '" + BOB;
            pooled.begin();
            UserContext.set(pooled.connection(), hostile);

            assertThat(pooled.value("SELECT current_setting('app.current_user')"))
                    .isEqualTo(hostile);
            assertThat(pooled.refusal(SECRETS).sqlState()).isEqualTo("22P02");
            pooled.rollback();
        }
    }

    @Test
    void an_error_ends_the_user_with_its_transaction(TestStack stack) throws SQLException {
        try (Sql pooled = MigrationRun.login(stack, "app_rw")) {
            pooled.begin();
            UserContext.set(pooled.connection(), ALICE);
            pooled.refusal("SELECT 1 / 0");
            pooled.rollback();

            assertThat(pooled.rows(SECRETS)).isEmpty();
        }
    }

    @Test
    void a_connection_without_transaction_is_refused(TestStack stack) throws SQLException {
        try (Sql pooled = MigrationRun.login(stack, "app_rw")) {
            assertThatThrownBy(() -> UserContext.set(pooled.connection(), ALICE))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("setAutoCommit(false)");
        }
    }
}
