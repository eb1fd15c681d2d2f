package io.graphsync.console.health;

import io.graphsync.console.CommandFailure;
import io.graphsync.console.ExitCode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code graphsync health}: asks the process on this machine how it is; for health checks of containers. */
@Command(
        name = "health",
        description = "Asks a running part on this machine whether it is alive and ready (exit 0, else 5 or 3).",
        mixinStandardHelpOptions = true)
public final class HealthCommand implements Callable<Integer> {
    private static final Duration TIMEOUT = Duration.ofSeconds(4);

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls the command
    private CommandSpec spec;

    @ArgGroup
    private Question question = new Question();

    @Option(
            names = "--url",
            defaultValue = "http://127.0.0.1:8470",
            description = "Where the part answers (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init")
    private URI url;

    static final class Question {
        @Option(names = "--live", description = "Ask whether the process makes progress.")
        boolean live;

        @Option(names = "--ready", description = "Ask whether it does its work (the default).")
        boolean ready;
    }

    @Override
    public Integer call() throws InterruptedException {
        URI asked = url.resolve(question.live ? "/health/live" : "/health/ready");
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(asked).timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
            spec.commandLine().getOut().println(answer.body());
            return (answer.statusCode() == 200 ? ExitCode.DONE : ExitCode.FOUND).code();
        } catch (IOException unreachable) {
            throw new CommandFailure(ExitCode.UNREACHABLE, "nothing answers at " + asked + ": is the part running?");
        }
    }
}
