package io.graphsync.schema.cli;

import io.graphsync.schema.report.Report;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code migrate status}. */
@Command(name = "status", mixinStandardHelpOptions = true, description = "Show where every migration stands.")
final class StatusCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "STORE",
            arity = "0..1",
            defaultValue = "all",
            description = "pg, neo4j or all (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Scope scope;

    @Option(names = "--fail-on-pending", description = "Exit with 5 if anything is pending")
    private boolean failOnPending;

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private RunSettings settings;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private MigrateCli cli;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        var err = spec.commandLine().getErr();
        Report report = settings.tool(cli, scope.stores(), err).status();
        return Printer.print(
                failOnPending ? PlanCommand.failingOnPending(report) : report,
                settings.output,
                spec.commandLine().getOut(),
                err);
    }
}
