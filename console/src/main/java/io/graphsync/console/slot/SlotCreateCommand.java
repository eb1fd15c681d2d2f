package io.graphsync.console.slot;

import io.graphsync.console.exit.ExitCode;
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
        try {
            long sent = actions.create(reread, new PlainProgress(err));
            spec.commandLine().getOut().println(options.renderer().created(actions.slot(), sent, actions.show()));
            return ExitCode.DONE.code();
        } catch (SlotActionException ended) {
            throw SlotOptions.failure(ended);
        }
    }

    /** A line at the beginning, and then one in some seconds. */
    private static final class PlainProgress implements SlotActions.ReadBackProgress {
        private static final long INTERVAL_NANOS = 5_000_000_000L;

        private final PrintWriter err;
        private long expected;
        private long printedNanos = System.nanoTime();

        PlainProgress(PrintWriter err) {
            this.err = err;
        }

        @Override
        public void expect(long rows) {
            expected = rows;
            err.println(String.format(Locale.ROOT, "sending %,d rows", rows));
        }

        @Override
        public void sent(long rows) {
            long now = System.nanoTime();
            if (now - printedNanos > INTERVAL_NANOS) {
                printedNanos = now;
                err.println(String.format(
                        Locale.ROOT, "sent %,d of %,d rows (%d %%)", rows, expected, rows * 100 / expected));
            }
        }
    }
}
