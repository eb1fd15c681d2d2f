package io.graphsync.schema.target;

import io.graphsync.schema.failure.FailureKind;
import io.graphsync.schema.failure.MigrateException;
import io.graphsync.schema.failure.ShellWord;
import io.graphsync.schema.gate.BackupPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Saves the schema, and the tables that red statements touch with their rows, indexes and constraints, by {@code pg_dump} in
 * its custom format.
 */
final class PgBackup {
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /** More names than this would not fit on a command line; all rows are saved then. */
    private static final int MOST_NAMED = 2_000;

    /** A table and every partition and child of it, by its name with its schema. */
    private static final String WITH_CHILDREN = """
            WITH RECURSIVE family (oid) AS (
              SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
               WHERE n.nspname || '.' || c.relname = ANY (string_to_array(?, E'\\n'))
              UNION
              SELECT i.inhrelid FROM pg_inherits i JOIN family f ON i.inhparent = f.oid)
            SELECT n.nspname, c.relname, c.relkind, f.oid IS NOT NULL
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN family f ON f.oid = c.oid
             WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
               AND n.nspname NOT LIKE 'pg\\_toast%' AND c.relpersistence <> 't'
             ORDER BY 1, 2""";

    private final PostgresTarget target;
    private final PgSession session;
    private final RunContext context;

    PgBackup(PostgresTarget target, PgSession session, RunContext context) {
        this.target = target;
        this.session = session;
        this.context = context;
    }

    /** A table of the database. */
    private record Table(String schema, String name, String kind, boolean affected) {
        /** As a pattern of pg_dump that matches nothing else. */
        String pattern() {
            return quoted(schema) + "." + quoted(name);
        }

        private static String quoted(String name) {
            return '"' + name.replace("\"", "\"\"") + '"';
        }
    }

    /**
     * Makes one.
     *
     * @param affected the tables whose rows are saved, with their schemas; all tables if empty
     * @param place where it is written
     * @throws MigrateException if it can't be made, or does not hold what it should; nothing was changed then
     */
    Backup make(Optional<Set<String>> affected, BackupPlace place) throws SQLException {
        int major = Integer.parseInt(
                        session.query("SHOW server_version_num").getFirst().text(0))
                / 10_000;
        PgTools tools = PgTools.find(place.programs(), major);
        List<Table> tables = tables(affected.orElse(Set.of()));
        List<Table> touched = tables.stream().filter(Table::affected).toList();
        boolean everything = affected.isEmpty() || touched.size() > MOST_NAMED;
        List<Table> saved = everything ? tables : touched;
        String base = base(place.directory());
        Path file = Path.of(base + (everything ? ".dump" : ".tables.dump"));
        context.say(
                "pg: saves the schema and the rows of " + (everything ? "all tables" : names(saved)) + " to " + file);
        if (everything) {
            dump(tools, List.of(), file);
        } else {
            dump(tools, List.of("--schema-only"), Path.of(base + ".schema.dump"));
            dump(
                    tools,
                    saved.stream().map(table -> "--table=" + table.pattern()).toList(),
                    file);
        }
        check(tools, saved, file);
        return new Backup(
                file.toString(),
                "pg_restore --dbname=\"$DATABASE_URL\" --clean --if-exists --no-owner "
                        + ShellWord.quote(file.toString()));
    }

    private List<Table> tables(Set<String> affected) throws SQLException {
        return session.query(WITH_CHILDREN, String.join("\n", affected)).stream()
                .map(row -> new Table(
                        row.text(0), row.text(1), row.text(2), row.text(3).equals("t")))
                .toList();
    }

    private static String base(Path directory) {
        try {
            Files.createDirectories(directory);
            return directory
                    .resolve("before-red-" + NAME.format(Instant.now()))
                    .toAbsolutePath()
                    .toString();
        } catch (IOException e) {
            throw refused("Cannot make the folder " + directory + ": " + e);
        }
    }

    private void dump(PgTools tools, List<String> what, Path file) {
        List<String> arguments = new ArrayList<>(List.of("--format=custom", "--no-password", "--file=" + file));
        arguments.addAll(what);
        PgTools.Result dump = tools.run("pg_dump", arguments, connection());
        if (dump.exitCode() != 0) {
            throw refused("pg_dump ended with " + dump.exitCode() + ": "
                    + context.variables().redact(dump.output().strip()));
        }
    }

    /** A dump that can't be listed, or lacks a table, is none. */
    private static void check(PgTools tools, List<Table> saved, Path file) {
        PgTools.Result list = tools.run("pg_restore", List.of("--list", file.toString()), Map.of());
        Set<String> lacking = new TreeSet<>();
        for (Table table : saved) {
            boolean hasRows = table.kind().equals("r");
            if (hasRows && !list.output().contains(" TABLE DATA " + table.schema() + " " + table.name() + " ")) {
                lacking.add(table.pattern());
            }
        }
        if (list.exitCode() != 0 || !lacking.isEmpty()) {
            throw refused("The backup in " + file + " can't be used: "
                    + (lacking.isEmpty()
                            ? list.output().strip()
                            : "it lacks the rows of " + String.join(", ", lacking)));
        }
    }

    private static String names(List<Table> tables) {
        return tables.stream().map(Table::pattern).collect(Collectors.joining(", "));
    }

    /** By libpq's environment variables, so that no password shows in the list of processes. */
    private Map<String, String> connection() {
        Map<String, String> connection = new HashMap<>(target.libpq());
        target.user().ifPresent(user -> connection.put("PGUSER", user));
        target.password().ifPresent(password -> connection.put("PGPASSWORD", password));
        connection.put("PGAPPNAME", "graphsync-migrate backup");
        return connection;
    }

    private static MigrateException refused(String why) {
        return new MigrateException(
                FailureKind.REFUSED,
                why
                        + ". Without a backup red statements do not run; nothing was changed. One that you made yourself is named"
                        + " with --backup-ref.");
    }
}
