package io.graphsync.schema.cli;

import io.graphsync.schema.failure.FailureKind;
import io.graphsync.schema.failure.MigrateException;
import io.graphsync.schema.file.DurationText;
import io.graphsync.schema.progress.Cancellation;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Parses the command line, runs the command, and turns its end into an exit code. */
@Command(
        name = "migrate",
        description = "Plans and applies the migrations of PostgreSQL and Neo4j.",
        mixinStandardHelpOptions = true,
        versionProvider = MigrateCli.Version.class,
        subcommands = {
            StoreCommands.Pg.class,
            StoreCommands.Neo4j.class,
            StoreCommands.All.class,
            PlanCommand.class,
            ApplyCommand.class,
            RollbackCommand.class,
            StatusCommand.class,
            ApproveCommand.class,
            ReviewCommand.class,
            SizesCommand.class,
            NewCommand.class
        },
        footerHeading = "%nThe stores come from the environment:%n",
        footer = {
            "  MIGRATOR_DATABASE_URL; else DATABASE_URL in production, and elsewhere",
            "  DEV_DATABASE_URL or DATABASE_URL",
            "  NEO4J_URI, NEO4J_USERNAME, NEO4J_PASSWORD, NEO4J_DATABASE",
            "  Each also as NAME_FILE, a file that holds the value.",
            "  DB_ENV is production, staging or development; an apply to production needs",
            "  DEPLOY_CONFIRM=YES.",
            "",
            "Exit codes: 0 done, 1 unexpected error, 2 usage or configuration, 3 a server",
            "can't be reached or refused the login, 4 refused by policy, 5 the check found",
            "something, 6 stopped half-way, 130 interrupted."
        })
final class MigrateCli implements Runnable {
    private final Map<String, String> environment;
    private final Cancellation cancellation;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    private MigrateCli(Map<String, String> environment, Cancellation cancellation) {
        this.environment = environment;
        this.cancellation = cancellation;
    }

    /** Runs one command line; writes data to {@code out} and everything else to {@code err}. */
    static int run(
            String[] arguments,
            Map<String, String> environment,
            PrintWriter out,
            PrintWriter err,
            Cancellation cancellation) {
        CommandLine line = new CommandLine(new MigrateCli(environment, cancellation))
                .setOut(out)
                .setErr(err)
                .setUsageHelpAutoWidth(true)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(Duration.class, DurationText::parse)
                .setExecutionExceptionHandler((e, command, parsed) -> failed(e, command.getErr()));
        return line.execute(arguments);
    }

    private static int failed(Exception e, PrintWriter err) {
        if (e instanceof MigrateException failure) {
            err.println("migrate: " + failure.text().replace("\n", System.lineSeparator() + "migrate: "));
            return failure.kind().exitCode();
        }
        err.println("migrate: unexpected error: " + e);
        e.printStackTrace(err);
        return FailureKind.UNEXPECTED.exitCode();
    }

    Map<String, String> environment() {
        return environment;
    }

    Cancellation cancellation() {
        return cancellation;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Name a command: pg, neo4j, all, plan, apply, approve, rollback, status, review, sizes or new");
    }

    /** The version of this build. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = MigrateCli.class.getPackage().getImplementationVersion();
            return new String[] {"migrate " + (version == null ? "development" : version)};
        }
    }
}
