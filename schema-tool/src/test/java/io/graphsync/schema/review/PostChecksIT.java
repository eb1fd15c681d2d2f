package io.graphsync.schema.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.LocalStackExtension;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The queries that a review names for afterwards are true then, and not before. */
@ExtendWith(LocalStackExtension.class)
@UseStack(ServerKind.POSTGRES)
class PostChecksIT {
    private static final String BASE = """
            CREATE SCHEMA "Sch";
            CREATE TABLE item (id int PRIMARY KEY, note text, gone text, must text NOT NULL,
              CONSTRAINT old CHECK (id > 0));
            CREATE TABLE "Sch"."It'em" (id int PRIMARY KEY);
            ALTER TABLE item ADD CONSTRAINT later CHECK (note <> '') NOT VALID;
            CREATE TYPE mood AS ENUM ('good');
            CREATE VIEW seen AS SELECT id FROM item;
            CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
            """;

    private static final List<String> CHANGES = List.of(
            "CREATE TABLE other (id int)",
            "CREATE TABLE \"Sch\".\"Oth'er\" (id int)",
            "CREATE TABLE copied AS SELECT 1 AS one",
            "CREATE MATERIALIZED VIEW kept AS SELECT 1 AS one",
            "CREATE VIEW looked AS SELECT id FROM item",
            "CREATE SEQUENCE numbers",
            "CREATE INDEX item_note ON item (note)",
            "CREATE INDEX \"Weird\" ON \"Sch\".\"It'em\" (id)",
            "CREATE TRIGGER t BEFORE UPDATE ON item FOR EACH ROW EXECUTE FUNCTION touch()",
            "CREATE POLICY p ON item USING (true)",
            "CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'",
            "CREATE TYPE colour AS ENUM ('red')",
            "CREATE DOMAIN positive AS int CHECK (VALUE > 0)",
            "ALTER TYPE mood ADD VALUE 'it''s bad'",
            "CREATE SCHEMA more",
            "CREATE EXTENSION unaccent",
            "CREATE PUBLICATION pub FOR TABLE item",
            "ALTER TABLE item ADD COLUMN size int, ADD COLUMN \"Wide\" int",
            "ALTER TABLE item DROP COLUMN gone",
            "ALTER TABLE item ALTER COLUMN note SET NOT NULL",
            "ALTER TABLE item ALTER COLUMN must DROP NOT NULL",
            "ALTER TABLE item ADD CONSTRAINT c CHECK (id > 1)",
            "ALTER TABLE item ADD CONSTRAINT c CHECK (id > 1) NOT VALID",
            "ALTER TABLE item VALIDATE CONSTRAINT later",
            "ALTER TABLE item DROP CONSTRAINT old",
            "ALTER TABLE item ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY",
            "DROP TABLE \"Sch\".\"It'em\"",
            "DROP VIEW seen");

    @TempDir
    Path folder;

    @Test
    void a_check_turns_true(TestStack stack) throws IOException, SQLException {
        try (Connection connection = DriverManager.getConnection(stack.jdbcUrl(), stack.user(), stack.password());
                var statement = connection.createStatement()) {
            statement.execute(BASE);
            connection.setAutoCommit(false);
            for (String sql : CHANGES) {
                List<String> checks = checks(sql);
                assertThat(checks).as(sql).isNotEmpty();
                for (String check : checks) {
                    assertThat(isTrue(connection, check)).as(check).isFalse();
                }
                statement.execute(sql);
                for (String check : checks) {
                    assertThat(isTrue(connection, check)).as(check).isTrue();
                }
                connection.rollback();
            }
        }
    }

    private List<String> checks(String sql) throws IOException {
        Path base = Files.writeString(folder.resolve("base.sql"), BASE);
        Path file = Files.writeString(folder.resolve("02_change.sql"), sql + ";\n");
        return ReviewedFiles.read(List.of(base), file)
                .files()
                .getFirst()
                .statements()
                .getFirst()
                .checks();
    }

    private static boolean isTrue(Connection connection, String check) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(check)) {
            return rows.next() && rows.getBoolean(1);
        }
    }
}
