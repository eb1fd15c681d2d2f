package io.graphsync.console.letters;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graphsync.console.exit.ExitCode;
import io.graphsync.console.terminal.TextTable;
import io.graphsync.retry.letters.Letter;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code graphsync dlt list}: open dead letters, one a line. */
@Command(
        name = "list",
        description = "Lists open dead letters, the oldest failure first. Payloads are not shown.",
        mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {
    private static final int CAUSE_CHARS = 60;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls the command
    private CommandSpec spec;

    @Mixin
    private final LetterAccess access = new LetterAccess();

    @Mixin
    private final LetterChoice choice = new LetterChoice();

    @Override
    public Integer call() {
        return access.with(letters -> {
            List<Letter> open = letters.find(choice.filter());
            List<Letter> shown = open.stream().limit(choice.limit()).toList();
            PrintWriter out = spec.commandLine().getOut();
            switch (access.output()) {
                case TEXT -> out.println(text(shown, open.size(), Instant.now()));
                case JSON -> {
                    ObjectNode root = LetterJson.document("dlt-list")
                            .put("topic", letters.topic())
                            .put("open", open.size());
                    var array = root.putArray("letters");
                    shown.forEach(letter -> array.add(LetterJson.of(letter)));
                    out.println(LetterJson.line(root));
                }
                case JSONL -> shown.forEach(letter -> out.println(LetterJson.line(LetterJson.of(letter))));
            }
            out.flush();
            return ExitCode.DONE.code();
        });
    }

    private static String text(List<Letter> shown, int open, Instant now) {
        if (shown.isEmpty()) {
            return "no open dead letters";
        }
        TextTable table = new TextTable("ID", "TYPE", "FAILED", "ATTEMPTS", "REDRIVES", "STATE", "REASON", "CAUSE");
        shown.forEach(letter -> table.add(
                letter.id(),
                letter.eventType().orElse(""),
                Ages.between(letter.lastFailedAt(), now),
                Integer.toString(letter.attempts()),
                Integer.toString(letter.redrives()),
                letter.inFlight() ? "in flight" : "open",
                letter.reason(),
                letter.cause().length() > CAUSE_CHARS
                        ? letter.cause().substring(0, CAUSE_CHARS - 1) + "…"
                        : letter.cause()));
        String more = open > shown.size() ? "\n" + shown.size() + " of " + open + " are shown" : "";
        return table.render() + more + "\nnext: graphsync dlt show "
                + shown.getFirst().id();
    }
}
