package io.graphsync.console.letters;

import io.graphsync.console.exit.CommandFailure;
import io.graphsync.console.exit.ExitCode;
import io.graphsync.console.terminal.Author;
import io.graphsync.console.terminal.Interruption;
import io.graphsync.console.terminal.ProgressLine;
import io.graphsync.retry.letters.FollowUp;
import io.graphsync.retry.letters.Letter;
import io.graphsync.retry.letters.Letters;
import io.graphsync.retry.letters.Moved;
import io.graphsync.retry.letters.RedrivePlan;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code graphsync dlt redrive}: sends dead letters on their way again, and follows them to their end. */
@Command(
        name = "redrive",
        description = {
            "Sends dead letters on their way again and follows them until they are applied, superseded or dead again.",
            "A dry run without --execute. Letters in flight are left alone, so it may be repeated after any end."
        },
        mixinStandardHelpOptions = true)
final class RedriveCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls the command
    private CommandSpec spec;

    @Mixin
    private final LetterAccess access = new LetterAccess();

    @Mixin
    private final LetterChoice choice = new LetterChoice();

    @Mixin
    private final MoveOptions options = new MoveOptions();

    @Option(
            names = "--max-redrives",
            paramLabel = "N",
            defaultValue = "2",
            description = "Leave alone what was redriven so often (default: ${DEFAULT-VALUE}).")
    private int maxRedrives;

    @Option(
            names = "--follow",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Wait for the outcome of each event (default); --no-follow: end when they are sent.")
    private boolean follow;

    @Option(
            names = "--wait-timeout",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description = "Follow for at most so long (default: ${DEFAULT-VALUE}).")
    private long waitTimeout;

    @Option(
            names = "--in-flight-timeout",
            paramLabel = "SECONDS",
            defaultValue = "900",
            description = "A letter in flight for longer counts as lost and is redriven (default: ${DEFAULT-VALUE}).")
    private long inFlightTimeout;

    @Option(
            names = "--even-old",
            description =
                    "Also events from before the graph's memory of deletes: they may bring back what was deleted.")
    private boolean evenOld;

    @Override
    public Integer call() {
        options.check(choice);
        if (maxRedrives < 1) {
            throw new CommandFailure(ExitCode.USAGE, "--max-redrives must be positive: " + maxRedrives);
        }
        try (Interruption interruption = new Interruption()) {
            return access.with(letters -> run(letters, interruption));
        }
    }

    private int run(Letters letters, Interruption interruption) {
        boolean followed = options.execute() && follow && !letters.isForeign();
        if (followed) {
            letters.followFromHere();
        }
        List<Letter> open = letters.find(choice.filter());
        RedrivePlan plan = letters.plan(
                open,
                new RedrivePlan.Bounds(
                        choice.limit(),
                        maxRedrives,
                        options.again(),
                        evenOld ? RedrivePlan.Bounds.FOR_GOOD : access.deletesRemembered(),
                        Duration.ofSeconds(Math.max(0, inFlightTimeout)),
                        Set.of()));
        Optional<Moved> moved = Optional.empty();
        Optional<FollowUp> followUp = Optional.empty();
        if (options.execute()) {
            ProgressLine progress = new ProgressLine(spec.commandLine().getErr());
            moved = Optional.of(letters.redrive(
                    plan.chosen(),
                    Author.operation(
                            Letters.REDRIVE, letters.topic(), choice.filter().described(), options.note()),
                    options.pace(),
                    interruption::isAsked,
                    done -> progress.say(
                            "redriven " + done + " of " + plan.chosen().size())));
            if (followed) {
                followUp = Optional.of(follow(letters, plan, moved.get(), interruption, progress));
            }
            progress.end();
        }
        return report(new MoveReport("redrive", plan, moved, followUp), letters, interruption);
    }

    /** Also what an earlier run sent on its way: whoever repeats a command wants to see the same end. */
    private FollowUp follow(
            Letters letters, RedrivePlan plan, Moved moved, Interruption interruption, ProgressLine progress) {
        List<Letter> followed = new ArrayList<>(moved.moved());
        plan.skipped().forEach((letter, skip) -> {
            if (skip == RedrivePlan.Skip.IN_FLIGHT) {
                followed.add(letter);
            }
        });
        return letters.follow(
                followed,
                Duration.ofSeconds(waitTimeout),
                interruption::isAsked,
                found -> progress.say("waiting for outcomes: " + found.counts()));
    }

    private int report(MoveReport report, Letters letters, Interruption interruption) {
        PrintWriter out = spec.commandLine().getOut();
        switch (access.output()) {
            case TEXT -> out.println(report.text());
            case JSON -> out.println(LetterJson.line(report.json()));
            case JSONL -> report.lines().forEach(line -> out.println(LetterJson.line(line)));
        }
        out.flush();
        if (!report.quarantined().isEmpty()) {
            spec.commandLine().getErr().println("graphsync: " + report.quarantined());
        }
        if (letters.isForeign() && options.execute()) {
            spec.commandLine()
                    .getErr()
                    .println("graphsync: " + letters.topic()
                            + " is another program's: its letters stay there, and their outcome is not followed");
        }
        return report.exitCode(interruption.isAsked()).code();
    }
}
