package io.graphsync.schema.cli;

import io.graphsync.schema.SchemaTool;
import io.graphsync.schema.failure.FailureKind;
import io.graphsync.schema.report.Report;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code migrate plan}. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = "Show what would be applied, statement by statement; change nothing.")
final class PlanCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "STORE",
            arity = "0..1",
            defaultValue = "all",
            description = "pg, neo4j or all (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Scope scope;

    @Option(names = "--fail-on-pending", description = "Exit with 5 if anything is pending")
    private boolean failOnPending;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write the plan to FILE too, for 'approve FILE' and 'apply --plan-file FILE'")
    private Optional<Path> file = Optional.empty();

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
        return run(cli, settings, scope, failOnPending, file, spec);
    }

    static int run(
            MigrateCli cli,
            RunSettings settings,
            Scope scope,
            boolean failOnPending,
            Optional<Path> file,
            CommandSpec spec) {
        var err = spec.commandLine().getErr();
        SchemaTool tool = settings.tool(cli, scope.stores(), err);
        Report report = tool.plan();
        if (file.isPresent() && report.end().isEmpty()) {
            tool.planFile().write(file.get());
            err.println("migrate: the plan is in " + file.get());
        }
        return Printer.print(
                failOnPending ? failingOnPending(report) : report,
                settings.output,
                spec.commandLine().getOut(),
                err);
    }

    static Report failingOnPending(Report report) {
        long pending =
                report.files().stream().filter(file -> file.state().runs()).count();
        return pending == 0 || report.end().isPresent()
                ? report
                : report.endingWith(
                        FailureKind.FOUND,
                        pending + (pending == 1 ? " migration is" : " migrations are") + " not applied yet");
    }
}
