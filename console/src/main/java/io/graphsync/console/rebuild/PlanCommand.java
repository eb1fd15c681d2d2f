package io.graphsync.console.rebuild;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graphsync.console.exit.ExitCode;
import io.graphsync.console.terminal.Output;
import io.graphsync.console.terminal.TextTable;
import io.graphsync.sink.rebuild.RebuildOptions;
import io.graphsync.sink.rebuild.RebuildPlan;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code graphsync rebuild plan}: what a rebuild would read, and what is in its way. */
@Command(
        name = "plan",
        description = {
            "Tells what a rebuild would read, and what has to be done before it can begin. Changes nothing.",
            "Exit code 5 where something is in its way."
        },
        mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls the command
    private CommandSpec spec;

    @Mixin
    private final RebuildAccess access = new RebuildAccess();

    @Option(
            names = "--from",
            paramLabel = "SOURCE",
            required = true,
            description = "topics: the event topics; postgres: the rows, where the topics are lost.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls the command
    private RebuildOptions.Source source;

    @Mixin
    private final RebuildTarget target = new RebuildTarget();

    @Override
    public Integer call() throws InterruptedException {
        RebuildOptions options = target.options(source, 1, Duration.ZERO, true);
        RebuildPlan plan = access.with(rebuild -> rebuild.plan(options));
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                access.output() == Output.TEXT ? text(plan) : access.output().document(json(plan)));
        out.flush();
        return (plan.obstacles().isEmpty() ? ExitCode.DONE : ExitCode.FOUND).code();
    }

    private String text(RebuildPlan plan) {
        StringBuilder text =
                new StringBuilder("would fill ").append(plan.target()).append(" with\n");
        TextTable table = new TextTable("FROM", "TO READ");
        plan.parts().forEach((part, size) -> table.add(part, String.format(Locale.ROOT, "%,d", size)));
        text.append(table.render());
        plan.obstacles().forEach(obstacle -> text.append("\nfirst: ").append(TextTable.clean(obstacle)));
        if (plan.obstacles().isEmpty()) {
            text.append("\nnext: graphsync rebuild start --from ")
                    .append(source.name().toLowerCase(Locale.ROOT))
                    .append(target.words())
                    .append(" --note TEXT");
        }
        return text.toString();
    }

    private static ObjectNode json(RebuildPlan plan) {
        ObjectNode root = JSON.createObjectNode()
                .put("format", "graphsync.rebuild.plan/1")
                .put("target", plan.target())
                .put("total", plan.total());
        ObjectNode parts = root.putObject("parts");
        plan.parts().forEach(parts::put);
        var obstacles = root.putArray("obstacles");
        plan.obstacles().forEach(obstacles::add);
        return root;
    }
}
