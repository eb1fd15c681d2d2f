package io.graphsync.verification.bench;

import io.graphsync.stack.PostgresServer;
import io.graphsync.stack.ServerKind;
import io.graphsync.stack.StackOptions;
import io.graphsync.stack.local.LocalStack;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code verification/bench schema}: how long the schema tool's short commands take, beside Flyway's {@code info}. */
@Command(
        name = "schema",
        description = {
            "Times ./migrate status, plan and review of the same files beside Flyway's info, in turns, on a PostgreSQL of"
                    + " its own."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Exit codes: 0 within the limits, 1 the run could not be made, 2 usage, 5 a limit was missed."})
final class SchemaBench implements Callable<Integer> {
    private static final double PLAN_LIMIT = 700;
    private static final double REVIEW_LIMIT = 3_000;
    private static final String FRESH = "bench_fresh";
    private static final String APPLIED = "bench_applied";
    private static final String FLYWAY = "bench_flyway";

    @Option(names = "--files", paramLabel = "N", defaultValue = "100", description = "Migrations (${DEFAULT-VALUE}).")
    private int files;

    @Option(names = "--runs", paramLabel = "N", defaultValue = "5", description = "Runs of each (${DEFAULT-VALUE}).")
    private int runs;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Path directory = Files.createTempDirectory("graphsync-bench");
        try (LocalStack stack = LocalStack.start(StackOptions.of(ServerKind.POSTGRES))) {
            SchemaFiles.write(directory.resolve("ours"), directory.resolve("flyway"), files);
            Commands commands = new Commands(stack.postgres(), directory);
            prepare(stack.postgres(), commands, directory);
            Map<String, Double> medians = measure(commands.timed(), directory);
            return report(medians);
        }
    }

    private static void prepare(PostgresServer postgres, Commands commands, Path directory)
            throws SQLException, IOException, InterruptedException {
        try (Connection connection = DriverManager.getConnection(
                        postgres.jdbcUrl(PostgresServer.DATABASE), postgres.user(), postgres.password());
                Statement statement = connection.createStatement()) {
            for (String database : List.of(FRESH, APPLIED, FLYWAY)) {
                statement.execute("CREATE DATABASE " + database);
            }
        }
        for (Contender contender : commands.preparing()) {
            contender.run(directory.resolve("prepare.log"));
        }
    }

    /** One run of each to warm up, then in turns, so that all meet the same noise. */
    private Map<String, Double> measure(List<Contender> contenders, Path directory)
            throws IOException, InterruptedException {
        Map<String, List<Double>> times = new LinkedHashMap<>();
        for (int run = 0; run <= runs; run++) {
            for (Contender contender : contenders) {
                double millis = contender.run(directory.resolve("run.log"));
                List<Double> all = times.computeIfAbsent(contender.name(), name -> new ArrayList<>());
                if (run > 0) {
                    all.add(millis);
                }
            }
        }
        Map<String, Double> medians = new LinkedHashMap<>();
        times.forEach((name, all) -> medians.put(
                name, all.stream().sorted().skip(all.size() / 2).findFirst().orElse(Double.NaN)));
        return medians;
    }

    private int report(Map<String, Double> medians) {
        CommandSpec command = spec;
        if (command == null) {
            throw new IllegalStateException("picocli sets it");
        }
        PrintWriter out = command.commandLine().getOut();
        out.printf("%d files, medians of %d runs in turns%n", files, runs);
        medians.forEach((name, millis) -> out.printf(Locale.ROOT, "  %-44s %6.0f ms%n", name, millis));
        List<String> missed = new ArrayList<>();
        double info = medians.getOrDefault(Commands.INFO, Double.MAX_VALUE);
        medians.forEach((name, millis) -> {
            double limit = name.equals(Commands.REVIEW) ? REVIEW_LIMIT : PLAN_LIMIT;
            if (!name.equals(Commands.INFO) && millis > limit) {
                missed.add("%s took longer than %.0f ms".formatted(name, limit));
            }
            if (name.equals(Commands.PLAN_APPLIED) && millis > info) {
                missed.add(name + " took longer than " + Commands.INFO);
            }
        });
        missed.forEach(line -> out.println("missed: " + line));
        out.flush();
        return missed.isEmpty() ? 0 : 5;
    }

    /** What is run. */
    private static final class Commands {
        static final String INFO = "flyway info, all applied";
        static final String PLAN_APPLIED = "migrate plan pg, all applied";
        static final String REVIEW = "migrate review --static";

        private final String migrate =
                Path.of(System.getProperty("graphsync.home", "."), "migrate").toString();
        private final PostgresServer postgres;
        private final String ours;
        private final String theirs;

        Commands(PostgresServer postgres, Path directory) {
            this.postgres = postgres;
            this.ours = directory.resolve("ours").toString();
            this.theirs = directory.resolve("flyway").toString();
        }

        List<Contender> preparing() {
            return List.of(
                    migrate("migrate apply pg", APPLIED, "apply", "pg", "--dir", ours, "-q"),
                    flyway("flyway migrate", "migrate"));
        }

        List<Contender> timed() {
            return List.of(
                    flyway(INFO, "info"),
                    migrate(PLAN_APPLIED, APPLIED, "plan", "pg", "--dir", ours),
                    migrate("migrate status, all applied", APPLIED, "status", "pg", "--dir", ours),
                    migrate("migrate plan pg, all pending", FRESH, "plan", "pg", "--dir", ours),
                    new Contender(REVIEW, List.of(migrate, "review", "--static", ours), Map.of(), Set.of(0, 5)));
        }

        private Contender migrate(String name, String database, String... arguments) {
            List<String> command = new ArrayList<>(List.of(migrate));
            command.addAll(List.of(arguments));
            return new Contender(name, command, Map.of("DATABASE_URL", postgres.uri(database)), Set.of(0));
        }

        private Contender flyway(String name, String verb) {
            List<String> command = List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("graphsync.flyway", ""),
                    "org.flywaydb.commandline.Main",
                    "-skipCheckForUpdate",
                    "-url=" + postgres.jdbcUrl(FLYWAY),
                    "-user=" + postgres.user(),
                    "-password=" + postgres.password(),
                    "-locations=filesystem:" + theirs,
                    verb);
            return new Contender(name, command, Map.of(), Set.of(0));
        }
    }
}
