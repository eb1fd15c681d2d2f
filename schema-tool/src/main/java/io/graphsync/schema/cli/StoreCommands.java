package io.graphsync.schema.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code migrate pg|neo4j|all --plan|--apply}: the same as the subcommands plan and apply. */
final class StoreCommands {
    private StoreCommands() {}

    /** What to do: exactly one of the two. */
    static final class Action {
        @Option(names = "--plan", required = true, description = "Show what would be applied; change nothing")
        boolean plan;

        @Option(names = "--apply", required = true, description = "Apply what is pending")
        boolean apply;
    }

    /** What the three commands share. */
    abstract static class ForStore implements Callable<Integer> {
        @ArgGroup(exclusive = true, multiplicity = "1")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private Action action;

        @Option(names = "--fail-on-pending", description = "With --plan: exit with 5 if anything is pending")
        private boolean failOnPending;

        @Option(
                names = "--out",
                paramLabel = "FILE",
                description =
                        "With --plan: write the plan to FILE too, for 'approve FILE' and '--apply --plan-file FILE'")
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

        private final Scope scope;

        ForStore(Scope scope) {
            this.scope = scope;
        }

        @Override
        public Integer call() {
            return action.apply
                    ? ApplyCommand.run(cli, settings, gates, scope, spec)
                    : PlanCommand.run(cli, settings, scope, failOnPending, file, spec);
        }
    }

    /** The migrations of PostgreSQL. */
    @Command(
            name = "pg",
            mixinStandardHelpOptions = true,
            description = {"Plan or apply the migrations of PostgreSQL.", ApplyCommand.UPKEEP})
    static final class Pg extends ForStore {
        Pg() {
            super(Scope.PG);
        }
    }

    /** The migrations of Neo4j. */
    @Command(name = "neo4j", mixinStandardHelpOptions = true, description = "Plan or apply the migrations of Neo4j.")
    static final class Neo4j extends ForStore {
        Neo4j() {
            super(Scope.NEO4J);
        }
    }

    /** The migrations of both. */
    @Command(
            name = "all",
            mixinStandardHelpOptions = true,
            description = {"Plan or apply the migrations of both stores.", ApplyCommand.UPKEEP})
    static final class All extends ForStore {
        All() {
            super(Scope.ALL);
        }
    }
}
