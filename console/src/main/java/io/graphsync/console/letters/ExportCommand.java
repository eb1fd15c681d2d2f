package io.graphsync.console.letters;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graphsync.console.exit.ExitCode;
import io.graphsync.console.terminal.Author;
import io.graphsync.retry.letters.Letter;
import io.graphsync.retry.letters.LetterContent;
import io.graphsync.retry.letters.Letters;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code graphsync dlt export}: dead letters as JSON lines, to keep or to look through with other tools. */
@Command(
        name = "export",
        description = "Writes open dead letters to standard output, one JSON document a line.",
        mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
    private static final int MAX_BYTES = 16 * 1024 * 1024;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls the command
    private CommandSpec spec;

    @Mixin
    private final LetterAccess access = new LetterAccess();

    @Mixin
    private final LetterChoice choice = new LetterChoice();

    @Option(names = "--payload", description = "With payloads; that somebody saw them is kept in the audit topic.")
    private boolean payload;

    @Override
    public Integer call() {
        return access.with(letters -> {
            List<Letter> open =
                    letters.find(choice.filter()).stream().limit(choice.limit()).toList();
            PrintWriter out = spec.commandLine().getOut();
            if (payload && !open.isEmpty()) {
                letters.audit(
                        Author.operation(
                                "dlt export --payload",
                                letters.topic(),
                                choice.filter().described(),
                                ""),
                        open);
            }
            for (List<Letter> chunk : PayloadBatches.of(open, MAX_BYTES)) {
                write(letters, chunk, out);
            }
            out.flush();
            return ExitCode.DONE.code();
        });
    }

    private void write(Letters letters, List<Letter> chunk, PrintWriter out) {
        Map<Letter, LetterContent> contents = payload ? letters.contents(chunk) : Map.of();
        for (Letter letter : chunk) {
            ObjectNode line = LetterJson.of(letter);
            LetterContent content = contents.get(letter);
            if (content != null) {
                LetterJson.addPayload(line, content.payload());
            }
            out.println(LetterJson.line(line));
        }
    }
}
