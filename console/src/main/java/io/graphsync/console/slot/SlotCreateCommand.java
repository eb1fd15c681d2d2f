package io.graphsync.console.slot;

import io.graphsync.console.exit.ExitCode;
import io.graphsync.console.terminal.ProgressLine;
import io.graphsync.source.SlotActionException;
import io.graphsync.source.SlotActions;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code graphsync slot create}. */
@Command(
        name = "create",
        description = {
            "Makes the slot where there is none, and first sends every row that graph_outbox holds.",
            "Rows that were sent before change nothing in the graph. Broken off, it is simply run again.",
            "A source that starts and finds no slot does the same by itself."
        },
        mixinStandardHelpOptions = true)
final class SlotCreateCommand implements Callable<Integer> {
    @Option(names = "--reread", description = "Also replace a slot that PostgreSQL has given up (wal_status lost).")
    private boolean reread;

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private SlotOptions options;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        SlotActions actions = options.actions();
        PrintWriter err = spec.commandLine().getErr();
        err.println("waiting for the transactions under way, then reading graph_outbox");
        ReadBack progress = new ReadBack(err);
        try {
            long sent = actions.create(reread, progress);
            progress.line.end();
            spec.commandLine().getOut().println(options.renderer().created(actions.slot(), sent, actions.show()));
            return ExitCode.DONE.code();
        } catch (SlotActionException ended) {
            progress.line.end();
            throw SlotOptions.failure(ended);
        }
    }

    private static final class ReadBack implements SlotActions.ReadBackProgress {
        private static final int PERCENT = 100;

        private final PrintWriter err;
        private final ProgressLine line;
        private long expected;

        ReadBack(PrintWriter err) {
            this.err = err;
            this.line = new ProgressLine(err);
        }

        @Override
        public void expect(long rows) {
            expected = rows;
            err.println(String.format(Locale.ROOT, "sending %,d rows", rows));
        }

        @Override
        public void sent(long rows) {
            line.say(String.format(
                    Locale.ROOT, "sent %,d of %,d rows (%d %%)", rows, expected, rows * PERCENT / expected));
        }
    }
}
