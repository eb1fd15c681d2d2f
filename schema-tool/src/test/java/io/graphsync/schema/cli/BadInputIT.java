package io.graphsync.schema.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that cannot be applied: each has an answer with its place and reason, and nothing is done. */
@UseStack({ServerKind.POSTGRES, ServerKind.NEO4J})
class BadInputIT {
    @TempDir
    private Path directory = Path.of(".");

    private Folder folder = new Folder(directory);

    @BeforeEach
    void makeFolders() throws IOException {
        folder = new Folder(directory);
        Files.createDirectories(directory.resolve("pg"));
    }

    private Cli.Outcome apply(TestStack stack, String store) {
        return Cli.postgres(stack, folder).neo4j(stack).run(store, "--apply");
    }

    private static void nothingWasDone(TestStack stack) throws SQLException {
        assertThat(Sql.value(
                        stack, "SELECT to_regclass('good') IS NULL AND to_regnamespace('graphsync_schema') IS NULL"))
                .isEqualTo("t");
    }

    static Stream<Arguments> texts() {
        return Stream.of(
                Arguments.of("SELECT 1;\nSELEC 2;", "02_bad.sql:2:1: syntax error at or near \"SELEC\""),
                Arguments.of("CREATE TABLE x (id int", "02_bad.sql:1:23: syntax error at end of input"),
                Arguments.of("SELECT 'not closed;", "02_bad.sql:1:8: unterminated string"),
                Arguments.of("\\copy x from 'y'", "02_bad.sql:1:1: psql commands"),
                Arguments.of("SELECT 1;\n\\i other.sql", "02_bad.sql:2:1: psql commands"),
                Arguments.of("COPY x FROM STDIN;\n1\t2\n\\.\n", "psql commands"),
                Arguments.of("COPY x FROM STDIN;", "02_bad.sql:1:13: COPY with inline data"),
                Arguments.of("SELECT 1;\nCOMMIT;", "02_bad.sql:2:1: COMMIT is transaction control"),
                Arguments.of("BEGIN;\nSELECT 1;\nEND;", "02_bad.sql:1:1: BEGIN is transaction control"),
                Arguments.of("SELECT 1; SAVEPOINT x;", "02_bad.sql:1:11: SAVEPOINT is transaction control"),
                Arguments.of("PREPARE TRANSACTION 'x';", "02_bad.sql:1:1: PREPARE is transaction control"),
                Arguments.of("VACUUM;", "VACUUM cannot run inside a transaction; write '-- migrate: no-transaction'"),
                Arguments.of("-- migrate: no-such-thing\nSELECT 1;", "02_bad.sql:1: unknown directive 'no-such-thing'"),
                Arguments.of("SELECT 1;\n-- migrate: timeout 5s\n", "02_bad.sql:2: a directive stands at the head"),
                Arguments.of("", "02_bad.sql: is empty"),
                Arguments.of(" \n\t\r\n", "02_bad.sql: is empty"),
                Arguments.of("SELECT '\0';", "02_bad.sql: contains a zero byte"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void a_text_that_cannot_be_run_is_refused_with_place_and_reason(String text, String reason, TestStack stack)
            throws SQLException {
        folder.pg("01_good.sql", "CREATE TABLE good (id int);").pg("02_bad.sql", text);

        Cli.Outcome outcome = apply(stack, "pg");

        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(2);
        assertThat(outcome.err()).contains("migrate: pg/").contains(reason);
        nothingWasDone(stack);
    }

    @Test
    void what_only_the_server_can_know_stops_the_run_at_its_place(TestStack stack) throws SQLException {
        folder.pg("01_good.sql", "CREATE TABLE good (id int);")
                .pg("02_bad.sql", "CREATE TABLE a (id int);\nINSERT INTO a\n  SELECT missing FROM good;");

        Cli.Outcome outcome = apply(stack, "pg");

        assertThat(outcome.exitCode()).isEqualTo(6);
        assertThat(outcome.err())
                .contains(
                        "pg/02_bad.sql:3:10: column \"missing\" does not exist (42703)",
                        "Nothing of this file was applied");
        assertThat(Sql.value(stack, "SELECT to_regclass('a') IS NULL AND to_regclass('good') IS NOT NULL"))
                .isEqualTo("t");
    }

    @Test
    void broken_cypher_is_refused_with_place_and_reason(TestStack stack) {
        folder.neo4j("01_bad.cypher", "CREATE (:A);\n  MATCH (n RETURN n;");

        Cli.Outcome broken = apply(stack, "neo4j");
        folder.neo4j("01_bad.cypher", "MATCH (n) RETURN unknown;");
        Cli.Outcome unknown = apply(stack, "neo4j");
        folder.neo4j("01_bad.cypher", ":use system");
        Cli.Outcome client = apply(stack, "neo4j");

        assertThat(broken.exitCode()).isEqualTo(2);
        assertThat(broken.err()).contains("neo4j/01_bad.cypher:2:12: not Cypher");
        assertThat(unknown.exitCode()).isEqualTo(6);
        assertThat(unknown.err()).contains("neo4j/01_bad.cypher:1:1: ", "unknown");
        assertThat(client.exitCode()).isEqualTo(2);
    }

    @Test
    void constraints_of_the_enterprise_edition_are_refused_before_anything_runs(TestStack stack) {
        folder.neo4j("01_good.cypher", "CREATE (:Good);").neo4j("02_bad.cypher", """
                CREATE INDEX good FOR (g:Good) ON (g.id);
                CREATE CONSTRAINT c1 FOR (u:User) REQUIRE u.id IS NOT NULL;
                CREATE CONSTRAINT c2 FOR (u:User) REQUIRE (u.id, u.org) IS NODE KEY;
                CREATE CONSTRAINT c3 FOR (u:User) REQUIRE u.id IS :: STRING;
                """);

        Cli.Outcome plan = Cli.postgres(stack, folder).neo4j(stack).run("neo4j", "--plan");
        Cli.Outcome outcome = apply(stack, "neo4j");

        assertThat(plan.exitCode()).isEqualTo(2);
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err())
                .contains(
                        "neo4j/02_bad.cypher:2:1: this server is Neo4j Community",
                        "02_bad.cypher:3:1",
                        "02_bad.cypher:4:1")
                .contains("KEY on User(id, org) needs Enterprise");
        assertThat(Cli.postgres(stack, folder.delete("neo4j/02_bad.cypher"))
                        .neo4j(stack)
                        .run("status", "neo4j")
                        .out())
                .contains("1 pending");
    }

    @Test
    void a_file_that_is_not_utf_8_is_refused(TestStack stack) throws Exception {
        Files.write(directory.resolve("pg/01_latin.sql"), "SELECT 'é';".getBytes(StandardCharsets.ISO_8859_1));
        Files.write(directory.resolve("pg/02_wide.sql"), "SELECT 1;".getBytes(StandardCharsets.UTF_16));

        Cli.Outcome outcome = apply(stack, "pg");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("pg/01_latin.sql: is not UTF-8", "pg/02_wide.sql: is not UTF-8");
        nothingWasDone(stack);
    }

    @Test
    void a_file_as_large_as_a_dump_is_refused_without_being_read(TestStack stack) throws Exception {
        try (var file = Files.newByteChannel(
                directory.resolve("pg/01_dump.sql"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            file.position(50L * 1024 * 1024).write(ByteBuffer.wrap(new byte[] {';'}));
        }

        Cli.Outcome outcome = apply(stack, "pg");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("pg/01_dump.sql: is larger than 5 MiB");
    }

    @Test
    void line_ends_of_other_systems_and_a_byte_order_mark_do_no_harm(TestStack stack) throws SQLException {
        String windows = """
                -- migrate: no-transaction
                CREATE TABLE good (id int);
                -- a comment; with a semicolon
                INSERT INTO good
                  VALUES (1);
                """.replace("\n", "\r\n");
        folder.pg("01_windows.sql", '\uFEFF' + windows);
        folder.pg("02_mac.sql", "-- one line\rINSERT INTO good VALUES (2);\r-- and another; one\r");

        Cli.Outcome outcome = apply(stack, "pg");

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(Sql.value(stack, "SELECT string_agg(id::text, ',' ORDER BY id) FROM good"))
                .isEqualTo("1,2");
    }

    @Test
    void two_files_with_one_number_are_refused_and_a_gap_is_told(TestStack stack) {
        folder.pg("01_a.sql", "SELECT 1;").pg("001_b.sql", "SELECT 1;");
        Cli.Outcome twice = apply(stack, "pg");
        folder.delete("pg/001_b.sql").pg("05_c.sql", "SELECT 1;");
        Cli.Outcome gap = apply(stack, "pg");

        assertThat(twice.exitCode()).isEqualTo(2);
        assertThat(twice.err()).contains("has the same number as");
        assertThat(gap.exitCode()).as(gap.err()).isZero();
        assertThat(gap.out()).contains("note: there is no file between pg/01 and pg/05");
    }

    @Test
    void entries_that_are_no_plain_files_of_the_folder_are_refused(TestStack stack) throws Exception {
        Path pg = directory.resolve("pg");
        Path outside = Files.writeString(directory.resolve("outside.sql"), "CREATE TABLE good (id int);");
        Files.createSymbolicLink(pg.resolve("01_outside.sql"), outside);
        Files.createSymbolicLink(pg.resolve("02_folder.sql"), Files.createDirectory(directory.resolve("folder")));
        Files.createSymbolicLink(pg.resolve("03_nowhere.sql"), Path.of("missing.sql"));
        Files.createSymbolicLink(pg.resolve("04_loop.sql"), Path.of("04_loop.sql"));
        Files.createDirectory(pg.resolve("05_directory.sql"));
        new ProcessBuilder("mkfifo", pg.resolve("06_pipe.sql").toString())
                .start()
                .waitFor();
        Files.createSymbolicLink(pg.resolve("07_device.sql"), Path.of("/dev/zero"));
        Files.writeString(pg.resolve("08_graph.cypher"), "RETURN 1;");
        Files.writeString(pg.resolve("09_LOUD.SQL"), "SELECT 1;");
        Files.writeString(pg.resolve("10-dash.sql"), "SELECT 1;");

        Cli.Outcome outcome = apply(stack, "pg");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err())
                .contains("pg/01_outside.sql: is a link to something outside of its folder")
                .contains("pg/02_folder.sql: is a link to something outside of its folder")
                .contains("pg/03_nowhere.sql: is a link that leads nowhere")
                .contains("pg/04_loop.sql: is a link that leads nowhere")
                .contains("pg/05_directory.sql: is no regular file")
                .contains("pg/06_pipe.sql: is no regular file")
                .contains("pg/07_device.sql: is a link to something outside of its folder")
                .contains("pg/08_graph.cypher: is a file of Neo4j; it belongs into the folder neo4j")
                .contains("pg/09_LOUD.SQL: the extension is .sql, in small letters")
                .contains("pg/10-dash.sql: a migration's name is NN_name");
        nothingWasDone(stack);
    }

    @Test
    void a_file_that_may_not_be_read_is_refused_and_named(TestStack stack) throws Exception {
        Path file = directory.resolve("pg/01_secret.sql");
        Files.writeString(file, "SELECT 1;");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        boolean root = Files.isReadable(file);

        Cli.Outcome outcome = apply(stack, "pg");

        assertThat(outcome.exitCode()).as("root %s", root).isEqualTo(root ? 0 : 2);
        assertThat(outcome.err())
                .contains(
                        root
                                ? "pg/01_secret.sql: applied"
                                : "pg/01_secret.sql: cannot be read: this user may not read it");
    }

    @Test
    void a_folder_without_migrations_is_not_taken_for_one_where_all_is_applied(TestStack stack) throws Exception {
        Path empty = Files.createDirectory(directory.resolve("empty"));
        Path wrong = Files.createDirectory(directory.resolve("wrong"));
        Files.createSymbolicLink(wrong.resolve("pg"), Path.of("nowhere"));

        Cli.Outcome nothing = Cli.postgres(stack, new Folder(empty)).run("pg", "--apply");
        Cli.Outcome link = Cli.postgres(stack, new Folder(wrong)).run("pg", "--apply");

        assertThat(nothing.exitCode()).isEqualTo(2);
        assertThat(nothing.err()).contains("has neither a folder pg nor a folder neo4j");
        assertThat(link.exitCode()).isEqualTo(2);
        assertThat(link.err()).contains("pg: is no folder");
    }
}
