package io.graphsync.stack.local;

import io.graphsync.stack.ServerKind;
import io.graphsync.stack.StackException;
import io.graphsync.stack.StackListener;
import io.graphsync.stack.StackServer;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The stack as a process of its own; {@link MainArguments#HELP} tells how it is used. */
public final class LocalStackMain {
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger exitCode = new AtomicInteger();
    private volatile @Nullable LocalStack stack;
    private volatile boolean stopping;

    private LocalStackMain() {}

    public static void main(String[] words) {
        MainArguments arguments;
        try {
            arguments = MainArguments.parse(List.of(words));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        if (arguments.help()) {
            System.out.println(MainArguments.HELP);
            return;
        }
        new LocalStackMain().run(arguments);
    }

    private void run(MainArguments arguments) {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopAndHalt, "stop"));
        Thread.ofPlatform().name("stdin-watch").daemon(true).start(this::awaitEndOfInput);
        try {
            LocalStack started = LocalStack.start(arguments.toOptions().withListener(new Reporter()));
            stack = started; // from here on a signal stops what runs, also half-way through the start
            started.require(arguments.servers());
            arguments.files().ifPresent(files -> started.neo4j().importFiles(files));
            List<StackServer> servers = List.of(ServerKind.values()).stream()
                    .filter(arguments.servers()::contains)
                    .map(started::server)
                    .toList();
            System.out.println(ConnectionRenderer.render(started.directory(), servers));
            System.out.flush();
            end.await();
        } catch (StackException e) {
            if (!stopping) {
                System.err.println(e.getMessage());
                exitCode.set(1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        System.exit(exitCode.get());
    }

    /** Runs at every way out, a signal included: being told to end is success, so the code is ours to choose. */
    private void stopAndHalt() {
        stopping = true;
        LocalStack started = stack;
        if (started != null) {
            System.err.println("Stopping the servers");
            try {
                started.close();
            } catch (StackException e) {
                System.err.println(e.getMessage());
                exitCode.set(1);
            }
        }
        System.err.flush();
        Runtime.getRuntime().halt(exitCode.get());
    }

    private void awaitEndOfInput() {
        try {
            while (System.in.read() >= 0) {
                // whatever is written here means nothing
            }
        } catch (IOException e) {
            // a broken input has ended, too
        }
        System.exit(0);
    }

    private final class Reporter implements StackListener {
        @Override
        public void progress(String line) {
            System.err.println(line);
        }

        @Override
        public void serverLost(ServerKind server, String report) {
            if (stopping) {
                return;
            }
            System.err.println(report);
            exitCode.set(1);
            end.countDown();
        }
    }
}
