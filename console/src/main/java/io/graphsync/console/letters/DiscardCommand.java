package io.graphsync.console.letters;

import io.graphsync.console.exit.CommandFailure;
import io.graphsync.console.exit.ExitCode;
import io.graphsync.console.terminal.Author;
import io.graphsync.console.terminal.Interruption;
import io.graphsync.console.terminal.ProgressLine;
import io.graphsync.retry.letters.Letters;
import io.graphsync.retry.letters.Moved;
import io.graphsync.retry.letters.RedrivePlan;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code graphsync dlt discard}: gives dead letters up for good. */
@Command(
        name = "discard",
        description = {
            "Closes dead letters without sending them anywhere: the graph stays without their events.",
            "A dry run without --execute. Export them first if they may be needed."
        },
        mixinStandardHelpOptions = true)
final class DiscardCommand implements Callable<Integer> {
    private static final Duration IN_FLIGHT_TIMEOUT = Duration.ofMinutes(15);

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls the command
    private CommandSpec spec;

    @Mixin
    private final LetterAccess access = new LetterAccess();

    @Mixin
    private final LetterChoice choice = new LetterChoice();

    @Mixin
    private final MoveOptions options = new MoveOptions();

    @Override
    public Integer call() {
        options.check(choice);
        try (Interruption interruption = new Interruption()) {
            return access.with(letters -> run(letters, interruption));
        }
    }

    private int run(Letters letters, Interruption interruption) {
        if (letters.isForeign()) {
            throw new CommandFailure(
                    ExitCode.REFUSED,
                    letters.topic() + " is another program's: only what retention does to it closes its letters");
        }
        RedrivePlan.Bounds bounds = new RedrivePlan.Bounds(
                choice.limit(),
                Integer.MAX_VALUE,
                options.again(),
                RedrivePlan.Bounds.FOR_GOOD,
                IN_FLIGHT_TIMEOUT,
                Set.of());
        RedrivePlan plan = RedrivePlan.ofDiscard(letters.find(choice.filter()), bounds, Instant.now());
        Optional<Moved> moved = Optional.empty();
        if (options.execute()) {
            ProgressLine progress = new ProgressLine(spec.commandLine().getErr());
            moved = Optional.of(letters.discard(
                    plan.chosen(),
                    Author.operation(
                            "dlt discard", letters.topic(), choice.filter().described(), options.note()),
                    options.pace(),
                    interruption::isAsked,
                    done -> progress.say(
                            "discarded " + done + " of " + plan.chosen().size())));
            progress.end();
        }
        MoveReport report = new MoveReport("discard", plan, moved, Optional.empty());
        PrintWriter out = spec.commandLine().getOut();
        switch (access.output()) {
            case TEXT -> out.println(report.text());
            case JSON -> out.println(LetterJson.line(report.json()));
            case JSONL -> report.lines().forEach(line -> out.println(LetterJson.line(line)));
        }
        out.flush();
        return report.exitCode(interruption.isAsked()).code();
    }
}
