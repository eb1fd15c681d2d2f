package io.graphsync.console.letters;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graphsync.console.exit.CommandFailure;
import io.graphsync.console.exit.ExitCode;
import io.graphsync.console.terminal.Author;
import io.graphsync.console.terminal.Output;
import io.graphsync.retry.letters.Letter;
import io.graphsync.retry.letters.LetterContent;
import io.graphsync.retry.letters.LetterFilter;
import io.graphsync.retry.letters.Letters;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code graphsync dlt show}: everything about one dead letter. */
@Command(
        name = "show",
        description =
                "Shows one dead letter: cause, attempts, what the graph has of it, and whether a redrive can help.",
        mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls the command
    private CommandSpec spec;

    @Mixin
    private final LetterAccess access = new LetterAccess();

    @Parameters(index = "0", paramLabel = "ID", description = "The event's id, as list shows it.")
    @SuppressWarnings("NullAway.Init")
    private String id;

    @Option(names = "--payload", description = "Also the payload; that somebody saw it is kept in the audit topic.")
    private boolean payload;

    @Override
    public Integer call() {
        return access.with(letters -> {
            LetterFilter filter = LetterFilter.ids(Set.of(id));
            LetterContent content = letters.find(filter).stream()
                    .findFirst()
                    .flatMap(letters::content)
                    .orElseThrow(() -> new CommandFailure(
                            ExitCode.FOUND,
                            letters.topic() + " has no open dead letter " + id
                                    + ": it was applied, superseded or discarded, or never was one"));
            if (payload) {
                letters.audit(
                        Author.operation("dlt show --payload", letters.topic(), filter.described(), ""),
                        List.of(content.letter()));
            }
            print(letters, content);
            return ExitCode.DONE.code();
        });
    }

    private void print(Letters letters, LetterContent content) {
        GraphVersion graph = letters.isForeign()
                ? new GraphVersion.Unknown("the event is not one of this pipeline")
                : GraphVersion.of(
                        access.settings(),
                        content.letter(),
                        LetterJson.text(content.payload()).orElse(""));
        Advice advice = Advice.of(content.letter(), graph, Instant.now().minus(access.deletesRemembered()));
        PrintWriter out = spec.commandLine().getOut();
        if (access.output() == Output.TEXT) {
            out.println(LetterRenderer.render(content, graph, advice, payload, Instant.now()));
        } else {
            ObjectNode node = LetterJson.document("dlt-show");
            node.setAll(LetterJson.of(content.letter()));
            node.put("cause", LetterRenderer.cause(content));
            if (graph instanceof GraphVersion.Known(var version) && version.isPresent()) {
                node.put("graph_seq", version.get());
            }
            node.put("redrive", advice.text()).put("redrive_useful", advice.useful());
            if (payload) {
                LetterJson.addPayload(node, content.payload());
            }
            out.println(LetterJson.line(node));
        }
        out.flush();
    }

    /** Whether a redrive can help, and why. */
    record Advice(boolean useful, String text) {
        static Advice of(Letter letter, GraphVersion graph, Instant remembered) {
            if (letter.inFlight()) {
                return new Advice(false, "wait: it was redriven, and its outcome is not known yet");
            }
            if (letter.payloadBytes() == 0) {
                return new Advice(false, "not possible: the letter holds no payload");
            }
            if (letter.committedAt().filter(at -> at.isBefore(remembered)).isPresent()) {
                return new Advice(
                        false,
                        "refused without --even-old: if its element was deleted since, the graph may not remember it");
            }
            return switch (graph) {
                case GraphVersion.Known(var version)
                when version.isPresent()
                        && letter.seq().filter(seq -> seq <= version.get()).isPresent() ->
                    new Advice(false, "safe, but nothing would change: the graph has something as new of this element");
                case GraphVersion.Known known ->
                    new Advice(true, "safe: the graph takes it once the cause is mended, and never in place of newer");
                case GraphVersion.Unknown unknown ->
                    new Advice(true, "safe: the graph never takes an event in place of a newer one");
            };
        }
    }
}
