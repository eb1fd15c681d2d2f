package io.graphsync.verification.migrations;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.schema.report.Report;
import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import io.graphsync.verification.database.MigrationRun;
import io.graphsync.verification.database.Sql;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who sees and changes the rows of the tables of secrets. */
@UseStack(ServerKind.POSTGRES)
class RowLevelSecurityIT {
    private static final List<String> TABLES = List.of("user_secrets", "user_secret_salts", "secret_access_log");
    private static final String ALICE = "00000000-0000-0000-0000-00000000000a";
    private static final String BOB = "00000000-0000-0000-0000-00000000000b";

    private static void createTables(Sql sql, String userIdType) throws SQLException {
        for (String table : TABLES) {
            sql.run("CREATE TABLE " + table + " (user_id " + userIdType + " NOT NULL, secret text)");
            sql.run("INSERT INTO " + table + " VALUES ('" + ALICE + "', 'of alice'), ('" + BOB + "', 'of bob')");
        }
    }

    private static void become(Sql sql, String user) throws SQLException {
        sql.run("SELECT set_config('app.current_user', ?, true)", user);
    }

    @ParameterizedTest
    @ValueSource(strings = {"uuid", "text", "varchar(36)"})
    void a_user_sees_and_changes_own_rows_alone(String userIdType, TestStack stack) throws SQLException {
        try (Sql sql = Sql.open(stack)) {
            createTables(sql, userIdType);
            MigrationRun.applyAll(stack);
        }
        try (Sql application = MigrationRun.login(stack, "app_rw")) {
            for (String table : TABLES) {
                application.begin();
                become(application, ALICE);
                assertThat(application.rows("SELECT secret FROM " + table)).containsExactly("of alice");
                assertThat(application.run("INSERT INTO " + table + " VALUES ('" + ALICE + "', 'new')"))
                        .isEqualTo(1);
                application.commit();
                assertThat(application.value("SELECT count(*) FROM " + table)).isEqualTo("0");
            }
            for (String table : List.of("user_secrets", "user_secret_salts")) {
                application.begin();
                become(application, ALICE);
                assertThat(application.run("UPDATE " + table + " SET secret = 'changed'"))
                        .isEqualTo(2);
                assertThat(application.run("DELETE FROM " + table + " WHERE user_id <> '" + ALICE + "'"))
                        .isZero();
                assertThat(application.run("DELETE FROM " + table)).isEqualTo(2);
                application.commit();
            }
        }
        try (Sql sql = Sql.open(stack)) {
            assertThat(sql.rows("SELECT secret FROM user_secrets")).containsExactly("of bob");
        }
    }

    @Test
    void rows_of_another_are_not_to_be_written(TestStack stack) throws SQLException {
        try (Sql sql = Sql.open(stack)) {
            createTables(sql, "uuid");
            MigrationRun.applyAll(stack);
        }
        try (Sql application = MigrationRun.login(stack, "app_rw")) {
            for (String table : TABLES) {
                application.begin();
                become(application, ALICE);
                application.assertNotAllowed("INSERT INTO " + table + " VALUES ('" + BOB + "', 'of alice')");
                application.rollback();
            }
            application.begin();
            become(application, ALICE);
            application.assertNotAllowed("UPDATE user_secrets SET user_id = '" + BOB + "'");
            application.rollback();
        }
    }

    @Test
    void nobody_sees_and_writes_nothing(TestStack stack) throws SQLException {
        try (Sql sql = Sql.open(stack)) {
            createTables(sql, "uuid");
            MigrationRun.applyAll(stack);
        }
        try (Sql application = MigrationRun.login(stack, "app_rw")) {
            assertSeesNothing(application);
            // After a transaction that had a user, the setting is empty and no longer unset.
            application.begin();
            become(application, ALICE);
            application.commit();
            assertSeesNothing(application);
            application.begin();
            become(application, "");
            assertSeesNothing(application);
            application.rollback();
        }
    }

    private static void assertSeesNothing(Sql sql) throws SQLException {
        for (String table : TABLES) {
            assertThat(sql.value("SELECT count(*) FROM " + table)).isEqualTo("0");
        }
        assertThat(sql.run("UPDATE user_secrets SET secret = 'changed'")).isZero();
        assertThat(sql.run("DELETE FROM user_secret_salts")).isZero();
        // The last one, because within a transaction it is the end.
        sql.assertNotAllowed("INSERT INTO user_secrets VALUES ('" + ALICE + "', 'new')");
    }

    @Test
    void the_owner_of_the_tables_is_no_exception(TestStack stack) throws SQLException {
        try (Sql sql = Sql.open(stack)) {
            createTables(sql, "uuid");
            sql.run("CREATE ROLE vault LOGIN PASSWORD 'vault'");
            for (String table : TABLES) {
                sql.run("ALTER TABLE " + table + " OWNER TO vault");
            }
            MigrationRun.applyAll(stack);
        }
        try (Sql owner = Sql.open(stack, "vault", "vault")) {
            assertSeesNothing(owner);
            owner.begin();
            become(owner, BOB);
            assertThat(owner.rows("SELECT secret FROM secret_access_log")).containsExactly("of bob");
            owner.rollback();
        }
    }

    @Test
    void a_table_without_a_column_that_tells_whose_row_it_is_is_refused_by_name(TestStack stack) throws SQLException {
        try (Sql sql = Sql.open(stack)) {
            sql.run("CREATE TABLE user_secret_salts (user_id bigint)");

            Report report = MigrationRun.postgres(stack).tryToApply();

            assertThat(report.end().orElseThrow().message())
                    .contains(
                            "pg/05_row_level_security.sql",
                            "user_secret_salts.user_id is bigint, must be uuid or text");
        }
    }

    @Test
    void a_policy_that_opens_a_table_wider_is_warned_of(TestStack stack) throws SQLException {
        try (Sql sql = Sql.open(stack)) {
            createTables(sql, "uuid");
            sql.run("CREATE POLICY everybody ON user_secrets USING (true)");

            MigrationRun run = MigrationRun.postgres(stack);
            run.apply();

            assertThat(run.said())
                    .filteredOn(line -> line.contains("warning: "))
                    .singleElement()
                    .asString()
                    .contains("user_secrets has another permissive policy");
        }
    }
}
