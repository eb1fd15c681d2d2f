package io.graphsync.console.erase;

import io.graphsync.console.exit.CommandFailure;
import io.graphsync.console.exit.ExitCode;
import io.graphsync.console.letters.LetterFailures;
import io.graphsync.console.terminal.Author;
import io.graphsync.console.terminal.Interruption;
import io.graphsync.console.terminal.ProgressLine;
import io.graphsync.retry.erasure.ErasureException;
import io.graphsync.retry.erasure.TopicRetention;
import io.graphsync.retry.erasure.Traces;
import io.graphsync.retry.erasure.UserErasure;
import io.graphsync.retry.letters.LettersException;
import io.graphsync.retry.letters.Operation;
import io.graphsync.sink.verify.UserTraces;
import io.graphsync.sink.verify.VerifyException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code graphsync erase user}: tells what is kept of a user, and takes it away. */
@Command(
        name = "user",
        description = {
            "Tells what PostgreSQL, the topics and the graph keep of a user, and erases it with --execute.",
            "Rows go first; outbox rows, records of the topics and dead letters follow when the graph has."
                    + " Broken off at any moment, the same command goes on where it was."
        },
        mixinStandardHelpOptions = true)
final class EraseUserCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls the command
    private CommandSpec spec;

    @Mixin
    private final EraseOptions options = new EraseOptions();

    @Parameters(paramLabel = "USER", description = "The user's id, a UUID.", converter = UserIdConverter.class)
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls the command
    private UUID user;

    @Option(names = "--execute", description = "Do it; without it nothing is changed.")
    private boolean execute;

    @Option(names = "--note", paramLabel = "TEXT", description = "Why, for the audit topic; needed with --execute.")
    private @Nullable String note;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description = "How long to wait for graph and source to follow (default: ${DEFAULT-VALUE}).")
    private long timeoutSeconds;

    @Override
    public Integer call() throws InterruptedException {
        if (execute && (note == null || note.isBlank())) {
            throw new CommandFailure(ExitCode.USAGE, "--execute needs --note: it is kept with who did it, and when");
        }
        EraseOptions.Stores stores = options.stores();
        ProgressLine progress = new ProgressLine(spec.commandLine().getErr());
        try (Interruption interruption = new Interruption();
                UserErasure erasure = UserErasure.open(stores.erasure(), user)) {
            return execute ? erase(erasure, stores, interruption, progress) : find(erasure, stores, progress);
        } catch (ErasureException e) {
            throw EraseOptions.failure(e);
        } catch (LettersException e) {
            throw LetterFailures.of(e);
        } catch (VerifyException e) {
            throw new CommandFailure(ExitCode.UNREACHABLE, String.valueOf(e.getMessage()), e);
        } finally {
            progress.end();
        }
    }

    private int find(UserErasure erasure, EraseOptions.Stores stores, ProgressLine progress)
            throws InterruptedException {
        Traces traces = erasure.find(progress::say);
        print(report(stores, traces, Optional.empty(), traces.elements()), progress);
        return ExitCode.DONE.code();
    }

    private int erase(UserErasure erasure, EraseOptions.Stores stores, Interruption interruption, ProgressLine progress)
            throws InterruptedException {
        Operation operation =
                Author.operation(UserErasure.COMMAND, "", Map.of("user", user.toString()), String.valueOf(note));
        UserErasure.End end =
                erasure.erase(operation, Duration.ofSeconds(timeoutSeconds), interruption::isAsked, progress::say);
        return switch (end) {
            case UserErasure.End.Finished finished -> {
                Traces left = erasure.find(progress::say);
                print(report(stores, left, Optional.of(finished), finished.elements()), progress);
                yield (left.isAnythingLeft() ? ExitCode.INCOMPLETE : ExitCode.DONE).code();
            }
            case UserErasure.End.Unfinished unfinished -> {
                if (interruption.isAsked()) {
                    progress.end();
                    spec.commandLine().getErr().println("interrupted; " + again());
                    yield ExitCode.INTERRUPTED.code();
                }
                throw new CommandFailure(
                        ExitCode.INCOMPLETE,
                        "not finished within " + timeoutSeconds + " s: waiting for " + unfinished.awaited()
                                + ". Is the pipeline running? Then " + again());
            }
            case UserErasure.End.DeadLetters dead ->
                throw new CommandFailure(
                        ExitCode.INCOMPLETE,
                        dead.count() + " of the deletes are dead letters: the graph still has their elements."
                                + " Look at them with graphsync dlt summary, redrive them, then " + again());
        };
    }

    private static String again() {
        return "run the same command again: it goes on where it was";
    }

    private EraseReport report(
            EraseOptions.Stores stores, Traces traces, Optional<UserErasure.End.Finished> end, Set<String> elements)
            throws InterruptedException {
        return new EraseReport(
                user,
                traces,
                UserTraces.find(stores.sink().graph(), user, elements),
                TopicRetention.of(stores.erasure()),
                stores.sink().purge().policy().retention(),
                end);
    }

    private void print(EraseReport report, ProgressLine progress) {
        progress.end();
        PrintWriter out = spec.commandLine().getOut();
        out.println(report.render(options.output()));
        out.flush();
    }
}
