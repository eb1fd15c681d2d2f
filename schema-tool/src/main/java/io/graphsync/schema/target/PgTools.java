package io.graphsync.schema.target;

import io.graphsync.schema.failure.FailureKind;
import io.graphsync.schema.failure.MigrateException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PostgreSQL's own programs for backups, as this machine has them. A program reads servers of its own major version and of
 * older ones.
 *
 * @param directory where they are
 * @param major their major version
 */
record PgTools(Path directory, int major) {
    private static final Pattern VERSION = Pattern.compile("\\) (\\d+)");

    /**
     * Finds them.
     *
     * @param folders where to look, the preferred first
     * @param serverMajor the server's major version
     * @throws MigrateException if there are none that read the server
     */
    static PgTools find(List<Path> folders, int serverMajor) {
        List<PgTools> found = folders.stream()
                .distinct()
                .flatMap(folder -> at(folder).stream())
                .toList();
        return found.stream()
                .filter(tools -> tools.major >= serverMajor)
                .findFirst()
                .orElseThrow(() -> new MigrateException(
                        FailureKind.REFUSED,
                        "A backup is made before red statements, and there is no pg_dump here that reads PostgreSQL "
                                + serverMajor
                                + (found.isEmpty() ? "" : " (the newest is of version " + newest(found) + ")")
                                + ". Install the client programs of that version, name their folder in PG_BIN_DIR, or make the"
                                + " backup yourself and name it with --backup-ref. Nothing was changed."));
    }

    private static int newest(List<PgTools> found) {
        return found.stream().mapToInt(PgTools::major).max().orElse(0);
    }

    private static Optional<PgTools> at(Path folder) {
        Path program = folder.resolve("pg_dump");
        if (!Files.isExecutable(program) || !Files.isExecutable(folder.resolve("pg_restore"))) {
            return Optional.empty();
        }
        Matcher version = VERSION.matcher(
                run(List.of(program.toString(), "--version"), Map.of()).output());
        return version.find() ? Optional.of(new PgTools(folder, Integer.parseInt(version.group(1)))) : Optional.empty();
    }

    /** Runs one of them. */
    Result run(String program, List<String> arguments, Map<String, String> connection) {
        List<String> command = new ArrayList<>();
        command.add(directory.resolve(program).toString());
        command.addAll(arguments);
        return run(command, connection);
    }

    /** What a program wrote, errors included, and how it ended. */
    record Result(int exitCode, String output) {}

    private static Result run(List<String> command, Map<String, String> connection) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().putAll(connection);
        builder.environment().put("LC_ALL", "C");
        try {
            Process process = builder.start();
            try {
                process.getOutputStream().close();
                String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                return new Result(process.waitFor(), output);
            } finally {
                process.destroy();
            }
        } catch (IOException e) {
            return new Result(-1, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MigrateException(FailureKind.INTERRUPTED, "Interrupted while " + command.getFirst() + " ran", e);
        }
    }
}
