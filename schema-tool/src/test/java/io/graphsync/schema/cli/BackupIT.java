package io.graphsync.schema.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.graphsync.schema.progress.Cancellation;
import io.graphsync.schema.server.InstalledPostgres;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The backup that a run makes before red statements brings back what they took. */
class BackupIT {
    @TempDir
    private Path directory = Path.of(".");

    @Test
    void rows_of_the_tables_that_red_statements_touch_can_be_restored() throws Exception {
        Optional<Path> programs = InstalledPostgres.newestPrograms();
        assumeTrue(programs.isPresent(), "no PostgreSQL with its client programs is installed here");
        Folder folder = new Folder(directory.resolve("migrations"))
                .pg(
                        "01_a.sql",
                        "CREATE TABLE lost (id int PRIMARY KEY); CREATE TABLE \"left Out\" (id int PRIMARY KEY);");
        try (InstalledPostgres server = InstalledPostgres.start(programs.get());
                Connection connection = server.connect()) {
            Cli cli = new Cli(folder)
                    .set("DATABASE_URL", server.uri())
                    .set("DB_ENV", "production")
                    .set("DEPLOY_CONFIRM", "YES")
                    .set("MIGRATE_APPROVAL_KEY", "k".repeat(40))
                    .set("PG_BIN_DIR", programs.get().toString());
            assertThat(cli.run("pg", "--apply").exitCode()).isZero();
            execute(connection, "INSERT INTO lost SELECT generate_series(1, 100)");
            execute(connection, "INSERT INTO \"left Out\" SELECT generate_series(1, 100)");
            folder.pg("02_drop.sql", "DROP TABLE lost;");
            Path plan = directory.resolve("plan.json");
            cli.run("pg", "--plan", "--out", plan.toString());
            String token = cli.plain(new Cancellation(), "approve", plan.toString())
                    .out()
                    .strip();

            Cli.Outcome applied = cli.run(
                    "apply",
                    "pg",
                    "--override-destructive",
                    "--approval-token",
                    token,
                    "--backup-dir",
                    directory.resolve("backups").toString());

            assertThat(applied.exitCode()).as(applied.err()).isZero();
            assertThat(applied.err()).contains("saves the schema and the rows of \"public\".\"lost\" to");
            assertThat(text(connection, "SELECT to_regclass('lost')::text")).isEqualTo("null");
            String backup = text(connection, "SELECT backup FROM graphsync_schema.overrides");
            assertThat(listed(programs.get(), backup))
                    .contains("TABLE DATA public lost", "CONSTRAINT public lost lost_pkey")
                    .doesNotContain("left Out");
            assertThat(listed(programs.get(), backup.replace(".tables.", ".schema.")))
                    .contains("TABLE public left Out");
            String restore = text(connection, "SELECT restore_command FROM graphsync_schema.overrides");
            assertThat(restore).contains(backup);
            shell(restore, server.uri(), programs.get());
            assertThat(text(connection, "SELECT count(*) FROM lost")).isEqualTo("100");
            assertThat(text(connection, "SELECT to_regclass('lost_pkey')::text"))
                    .isEqualTo("lost_pkey");
        }
    }

    private static String listed(Path programs, String backup) throws Exception {
        return run(new ProcessBuilder(programs.resolve("pg_restore").toString(), "--list", backup));
    }

    private static void shell(String command, String uri, Path programs) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", command);
        builder.environment().put("DATABASE_URL", uri);
        builder.environment().merge("PATH", programs.toString(), (path, first) -> first + ":" + path);
        run(builder);
    }

    private static String run(ProcessBuilder builder) throws Exception {
        Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String text(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }
}
