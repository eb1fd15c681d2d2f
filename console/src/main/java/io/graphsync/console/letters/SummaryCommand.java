package io.graphsync.console.letters;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graphsync.console.exit.ExitCode;
import io.graphsync.console.terminal.TextTable;
import io.graphsync.retry.letters.Letter;
import io.graphsync.retry.letters.Letters;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code graphsync dlt summary}: how many dead letters there are, by reason. */
@Command(
        name = "summary",
        description = "Counts open dead letters by reason and event type.",
        mixinStandardHelpOptions = true)
final class SummaryCommand implements Callable<Integer> {
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
            PrintWriter out = spec.commandLine().getOut();
            List<LetterGroup> groups = LetterGroup.of(open);
            switch (access.output()) {
                case TEXT -> out.println(text(letters, open, groups, Instant.now()));
                case JSON -> out.println(LetterJson.line(json(letters, open, groups)));
                case JSONL -> groups.forEach(group -> out.println(LetterJson.line(group.json())));
            }
            out.flush();
            return ExitCode.DONE.code();
        });
    }

    private static String text(Letters letters, List<Letter> open, List<LetterGroup> groups, Instant now) {
        if (open.isEmpty()) {
            return "no open dead letters in " + letters.topic();
        }
        TextTable table = new TextTable("OPEN", "IN FLIGHT", "REASON", "TYPE", "OLDEST", "NEWEST");
        groups.forEach(group -> table.add(
                Integer.toString(group.open()),
                Integer.toString(group.inFlight()),
                group.reason(),
                group.eventType(),
                Ages.between(group.oldest(), now),
                Ages.between(group.newest(), now)));
        return (open.size() == 1 ? "1 open dead letter" : open.size() + " open dead letters") + " in " + letters.topic()
                + "; oldest "
                + Ages.between(open.getFirst().lastFailedAt(), now) + "\n" + table.render() + "\n"
                + "next: graphsync dlt list --reason "
                + TextTable.clean(groups.getFirst().reason());
    }

    private static ObjectNode json(Letters letters, List<Letter> open, List<LetterGroup> groups) {
        ObjectNode root =
                LetterJson.document("dlt-summary").put("topic", letters.topic()).put("open", open.size());
        root.put("in_flight", (int) open.stream().filter(Letter::inFlight).count());
        var array = root.putArray("groups");
        groups.forEach(group -> array.add(group.json()));
        return root;
    }
}
