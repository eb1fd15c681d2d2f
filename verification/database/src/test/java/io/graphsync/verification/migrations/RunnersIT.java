package io.graphsync.verification.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphsync.schema.report.Report;
import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import io.graphsync.verification.database.MigrationRun;
import io.graphsync.verification.database.Sql;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who runs the migrations, and the passwords that a run sets. */
@UseStack(ServerKind.POSTGRES)
class RunnersIT {
    private static final String PASSWORDS = "SELECT rolname, rolpassword IS NULL FROM pg_authid"
            + " WHERE rolname IN ('app_rw', 'cdc_source', 'migrator') ORDER BY 1";

    @TempDir
    private Path directory = Path.of(".");

    @Test
    void a_password_that_is_not_set_leaves_the_roles_as_they_are(TestStack stack) throws SQLException {
        try (Sql sql = Sql.open(stack)) {
            sql.run("CREATE ROLE app_rw LOGIN PASSWORD 'from before'");

            MigrationRun run = MigrationRun.postgres(stack);
            run.apply();

            assertThat(sql.rows(PASSWORDS)).containsExactly("app_rw f", "cdc_source t", "migrator t");
            Sql.open(stack, "app_rw", "from before").close();
            assertThat(run.said())
                    .filteredOn(line -> line.contains("left out, since its variable is not set"))
                    .hasSize(3)
                    .allMatch(line -> line.startsWith("pg/06_roles.sql") && line.contains("ALTER ROLE"));
        }
    }

    @Test
    void a_password_arrives_as_it_is_and_is_told_to_nobody(TestStack stack) throws SQLException {
        String password = "p'w\"d\\ $$ %s; DROP TABLE conversations; --";
        try (Sql sql = Sql.open(stack)) {
            MigrationRun run = MigrationRun.postgres(stack).with("APP_RW_PASSWORD", password);
            Report report = run.apply();

            Sql.open(stack, "app_rw", password).close();
            assertThatThrownBy(() -> Sql.open(stack, "app_rw", "another")).isInstanceOf(SQLException.class);
            assertThat(sql.rows(PASSWORDS)).containsExactly("app_rw f", "cdc_source t", "migrator t");
            assertThat(sql.value("SELECT rolpassword FROM pg_authid WHERE rolname = 'app_rw'"))
                    .startsWith("SCRAM-SHA-256$");
            assertThat(run.said() + report.toString()).doesNotContain("DROP TABLE conversations");
        }
    }

    @Test
    void the_migrator_goes_on_where_a_superuser_began(TestStack stack) throws Exception {
        MigrationRun.postgres(stack).withPasswords().applyUpTo(7, directory);

        Report report = MigrationRun.postgres(stack)
                .as(stack, "migrator", MigrationRun.ROLE_PASSWORD)
                .apply();

        assertThat(report.appliedNow()).containsKeys("pg/08_indexes.sql", "pg/23_validate_contract.sql");
        try (Sql sql = Sql.open(stack);
                Sql application = MigrationRun.login(stack, "app_rw")) {
            assertThat(sql.value(
                            "SELECT applied_by FROM schema_migrations WHERE file_name = '23_validate_contract.sql'"))
                    .isEqualTo("migrator");
            application.run("INSERT INTO conversations (title) VALUES ('one')");
            assertThat(sql.value("SELECT count(*) FROM graph_outbox")).isEqualTo("1");
            assertThat(sql.rows("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
                            + " AND relkind = 'r' AND relowner <> 'migrator'::regrole"))
                    .isEmpty();
        }
        assertThat(MigrationRun.postgres(stack)
                        .as(stack, "migrator", MigrationRun.ROLE_PASSWORD)
                        .apply()
                        .appliedNow())
                .isEmpty();
    }

    @Test
    void an_owner_who_may_create_roles_is_told_what_an_administrator_has_to_provision(TestStack stack)
            throws SQLException {
        try (Sql sql = Sql.open(stack)) {
            sql.run("CREATE ROLE database_owner LOGIN CREATEROLE PASSWORD 'owns'");
            sql.run("ALTER DATABASE " + stack.database() + " OWNER TO database_owner");
            provideVector(sql);
            MigrationRun run = MigrationRun.postgres(stack)
                    .as(stack, "database_owner", "owns")
                    .with("APP_RW_PASSWORD", MigrationRun.ROLE_PASSWORD)
                    .with("MIGRATOR_PASSWORD", MigrationRun.ROLE_PASSWORD);

            Report refused = run.tryToApply();
            assertThat(refused.end().orElseThrow().message())
                    .contains(
                            "pg/06_roles.sql",
                            "role cdc_source is missing and database_owner may not create it",
                            "An administrator runs: CREATE ROLE cdc_source LOGIN REPLICATION;",
                            "Nothing of this file was applied");
            sql.run("CREATE ROLE cdc_source LOGIN REPLICATION PASSWORD '" + MigrationRun.ROLE_PASSWORD + "'");
            run.apply();

            assertEverythingWorks(stack, sql);
            assertThat(MigrationRun.postgres(stack)
                            .as(stack, "migrator", MigrationRun.ROLE_PASSWORD)
                            .apply()
                            .appliedNow())
                    .isEmpty();
        }
    }

    @Test
    void an_owner_who_may_create_roles_and_replicate_needs_nobody_from_16_on(TestStack stack) throws SQLException {
        try (Sql sql = Sql.open(stack)) {
            sql.run("CREATE ROLE database_owner LOGIN CREATEROLE REPLICATION PASSWORD 'owns'");
            sql.run("ALTER DATABASE " + stack.database() + " OWNER TO database_owner");
            provideVector(sql);

            Report report = MigrationRun.postgres(stack)
                    .as(stack, "database_owner", "owns")
                    .withPasswords()
                    .tryToApply();

            if (Integer.parseInt(sql.value("SHOW server_version_num")) < 160000) {
                assertThat(report.end().orElseThrow().message()).contains("role cdc_source is missing");
            } else {
                assertThat(report.end()).isEmpty();
                assertEverythingWorks(stack, sql);
            }
        }
    }

    @Test
    void an_owner_leaves_the_tables_of_others_alone(TestStack stack) throws SQLException {
        try (Sql sql = Sql.open(stack)) {
            sql.run("CREATE ROLE database_owner LOGIN CREATEROLE PASSWORD 'owns'");
            sql.run("CREATE ROLE cdc_source LOGIN REPLICATION PASSWORD '" + MigrationRun.ROLE_PASSWORD + "'");
            sql.run("ALTER DATABASE " + stack.database() + " OWNER TO database_owner");
            provideVector(sql);
            sql.run("CREATE TABLE of_somebody_else (id bigserial)");

            MigrationRun run = MigrationRun.postgres(stack)
                    .as(stack, "database_owner", "owns")
                    .with("APP_RW_PASSWORD", MigrationRun.ROLE_PASSWORD);
            run.apply();

            assertThat(run.said())
                    .filteredOn(line -> line.contains("warning: "))
                    .singleElement()
                    .asString()
                    .contains("no right on what belongs to somebody else: of_somebody_else, of_somebody_else_id_seq");
            assertEverythingWorks(stack, sql);
            try (Sql application = MigrationRun.login(stack, "app_rw")) {
                application.assertNotAllowed("SELECT FROM of_somebody_else");
            }
        }
    }

    /** Where the server offers pgvector, an administrator creates it: it is no extension that an owner may create. */
    private static void provideVector(Sql sql) throws SQLException {
        if (sql.value("SELECT count(*) FROM pg_available_extensions WHERE name = 'vector'")
                .equals("1")) {
            sql.run("CREATE EXTENSION vector");
        }
    }

    private static void assertEverythingWorks(TestStack stack, Sql sql) throws SQLException {
        try (Sql application = MigrationRun.login(stack, "app_rw");
                Sql source = MigrationRun.login(stack, "cdc_source")) {
            application.run("INSERT INTO conversations (title) VALUES ('one')");
            application.assertNotAllowed("CREATE TABLE mine (id int)");
            assertThat(source.value("SELECT count(*) FROM graph_outbox")).isEqualTo("1");
            assertThat(sql.value("SELECT string_agg(tablename, ' ' ORDER BY tablename) FROM pg_publication_tables"))
                    .isEqualTo("graph_heartbeat graph_outbox");
            assertThat(sql.value("SELECT count(*) FROM schema_migrations WHERE state <> 'applied'"))
                    .isEqualTo("0");
        }
    }
}
