package io.graphsync.schema.cli;

import io.graphsync.schema.progress.Cancellation;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The program {@code ./migrate}. */
public final class MigrateMain {
    /** Kept, because a logger that nobody holds may forget its level. */
    private static final Logger LIBRARIES = Logger.getLogger("");

    private static final long SECONDS_TO_STOP = 20;

    private MigrateMain() {}

    /** Runs one command and exits with its code. */
    public static void main(String[] arguments) {
        // Libraries would repeat on standard error what the failures of this tool say better.
        LIBRARIES.setLevel(Level.OFF);
        Cancellation cancellation = new Cancellation();
        Thread main = Thread.currentThread();
        Thread hook = new Thread(() -> stop(cancellation, main), "migrate-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int exitCode = MigrateCli.run(arguments, System.getenv(), out, err, cancellation);
        if (!cancellation.requested()) {
            Runtime.getRuntime().removeShutdownHook(hook);
            System.exit(exitCode);
        }
    }

    /** Ctrl-C: cancels what runs, and waits until the run has recorded where it stands and let go of its locks. */
    private static void stop(Cancellation cancellation, Thread main) {
        cancellation.request();
        try {
            main.join(TimeUnit.SECONDS.toMillis(SECONDS_TO_STOP));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
