package io.graphsync.console;

import io.graphsync.console.demo.DemoCommand;
import io.graphsync.console.erase.EraseCommand;
import io.graphsync.console.exit.CommandFailure;
import io.graphsync.console.exit.ExitCode;
import io.graphsync.console.health.HealthCommand;
import io.graphsync.console.letters.DltCommand;
import io.graphsync.console.rebuild.RebuildCommand;
import io.graphsync.console.run.RunCommand;
import io.graphsync.console.slot.SlotCommand;
import io.graphsync.console.verify.VerifyCommand;
import java.io.PrintWriter;
import java.util.Properties;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line {@code graphsync}. */
@Command(
        name = "graphsync",
        description = "Keeps a Neo4j graph in step with PostgreSQL.",
        subcommands = {
            DemoCommand.class,
            RunCommand.class,
            DltCommand.class,
            SlotCommand.class,
            VerifyCommand.class,
            RebuildCommand.class,
            EraseCommand.class,
            HealthCommand.class,
            CommandLine.HelpCommand.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = GraphsyncMain.Version.class,
        footer = {
            "",
            "Exit codes: 0 done, 1 unexpected error, 2 usage or configuration, 3 a server can't be reached or refused"
                    + " the login, 4 refused by policy, 5 the check found something, 6 stopped half-way, 130 interrupted.",
            "Settings: docs/configuration.md. The schema tool is ./migrate."
        })
public final class GraphsyncMain {
    @Option(names = "-v", description = "Show stack traces of errors.", scope = ScopeType.INHERIT)
    private boolean verbose;

    private GraphsyncMain() {}

    /** Runs one command and exits with its code. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** Returns the whole command line, ready to run; tests run it in their own JVM. */
    public static CommandLine commandLine() {
        GraphsyncMain main = new GraphsyncMain();
        return new CommandLine(main)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((wrong, arguments) -> reportUsage(wrong))
                .setExecutionExceptionHandler((failure, commandLine, parsed) -> main.report(failure, commandLine))
                .setExitCodeExceptionMapper(failure -> ExitCode.USAGE.code());
    }

    /** The whole help would hide what is wrong. */
    private static int reportUsage(ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("graphsync: " + wrong.getMessage());
        UnmatchedArgumentException.printSuggestions(wrong, err);
        err.println("graphsync: see " + command.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE.code();
    }

    private int report(Exception failure, CommandLine commandLine) {
        PrintWriter err = commandLine.getErr();
        boolean expected = failure instanceof CommandFailure;
        err.println("graphsync: " + (expected ? failure.getMessage() : "unexpected error: " + failure));
        if (verbose) {
            failure.printStackTrace(err);
        } else if (!expected) {
            err.println("graphsync: run it again with -v to see where");
        }
        return (failure instanceof CommandFailure known ? known.exitCode() : ExitCode.UNEXPECTED).code();
    }

    /** Reads the version that the build wrote. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() throws Exception {
            Properties build = new Properties();
            try (var in = GraphsyncMain.class.getResourceAsStream("build.properties")) {
                if (in != null) {
                    build.load(in);
                }
            }
            return new String[] {"graphsync " + build.getProperty("version", "unknown")};
        }
    }
}
