package io.graphsync.schema.cli;

import io.graphsync.schema.SchemaTool;
import io.graphsync.schema.failure.FailureKind;
import io.graphsync.schema.failure.MigrateException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code migrate rollback}. */
@Command(
        name = "rollback",
        mixinStandardHelpOptions = true,
        description = "Take migrations back, the last one first: by the NN_name.down file beside each, or by statements"
                + " that are derived from it.",
        footer = {
            "",
            "Without --to, only the file that was applied last is taken back. What can't be taken back is named"
                    + " before anything runs."
        })
final class RollbackCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "STORE",
            arity = "0..1",
            defaultValue = "all",
            description = "pg, neo4j or all (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Scope scope;

    @Option(
            names = "--to",
            paramLabel = "NN",
            description = "Take back every file with a higher number; names one store")
    private Optional<Integer> downTo = Optional.empty();

    @Option(names = "--plan", description = "Show what would run; change nothing")
    private boolean plan;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "With --plan: write the plan to FILE too, for 'approve FILE' and 'rollback --plan-file FILE'")
    private Optional<Path> file = Optional.empty();

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private GateOptions gates;

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
        if (downTo.isPresent() && scope == Scope.ALL) {
            throw new MigrateException(
                    FailureKind.CONFIGURATION,
                    "--to counts the files of one store: write 'rollback pg --to NN' or neo4j");
        }
        PrintWriter err = spec.commandLine().getErr();
        SchemaTool tool = settings.tool(cli, scope.stores(), gates.permission(cli.environment()), err);
        OptionalInt number = downTo.map(OptionalInt::of).orElseGet(OptionalInt::empty);
        if (plan && file.isPresent()) {
            tool.rollbackFile(number).write(file.get());
            err.println("migrate: the plan is in " + file.get());
        }
        return Printer.print(
                plan ? tool.planRollback(number) : tool.rollback(number),
                settings.output,
                spec.commandLine().getOut(),
                err);
    }
}
