package io.graphsync.schema.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code migrate apply}. */
@Command(
        name = "apply",
        mixinStandardHelpOptions = true,
        description = {"Apply what is pending.", ApplyCommand.UPKEEP})
final class ApplyCommand implements Callable<Integer> {
    /** What an apply does to tables of PostgreSQL afterwards. */
    static final String UPKEEP =
            "After an apply ANALYZE runs on tables with a new vector index, and VACUUM (ANALYZE) on tables"
                    + " to which a file wrote 10,000 rows or more.";

    @Parameters(
            paramLabel = "STORE",
            arity = "0..1",
            defaultValue = "all",
            description = "pg, neo4j or all (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Scope scope;

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private RunSettings settings;

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private GateOptions gates;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private MigrateCli cli;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        return run(cli, settings, gates, scope, spec);
    }

    static int run(MigrateCli cli, RunSettings settings, GateOptions gates, Scope scope, CommandSpec spec) {
        var err = spec.commandLine().getErr();
        return Printer.print(
                settings.tool(cli, scope.stores(), gates.permission(cli.environment()), err)
                        .apply(),
                settings.output,
                spec.commandLine().getOut(),
                err);
    }
}
