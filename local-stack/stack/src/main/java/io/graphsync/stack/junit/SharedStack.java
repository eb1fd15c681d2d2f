package io.graphsync.stack.junit;

import io.graphsync.stack.ServerKind;
import io.graphsync.stack.Stack;
import io.graphsync.stack.StackListener;
import io.graphsync.stack.StackOptions;
import io.graphsync.stack.StackProvider;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one stack of this JVM: each server starts when a test first asks for it, all end with the JVM. */
final class SharedStack {
    private static final Logger log = LoggerFactory.getLogger(SharedStack.class);

    /** Guarded by the class. */
    private static @Nullable Stack stack;

    private SharedStack() {}

    /** The stack with those servers running, also those that a test before left stopped, killed or paused. */
    static synchronized Stack with(Set<ServerKind> servers) {
        Stack shared = stack;
        if (shared == null) {
            shared = StackProvider.selected().open(StackOptions.of().withListener(new LoggingListener()));
            stack = shared;
            Runtime.getRuntime().addShutdownHook(new Thread(shared::close, "end-of-stack"));
        }
        shared.require(servers);
        for (ServerKind kind : servers) {
            shared.server(kind).resume();
            shared.server(kind).start();
        }
        return shared;
    }

    private static final class LoggingListener implements StackListener {
        @Override
        public void progress(String line) {
            log.atDebug().addKeyValue("detail", line).log("Stack of the tests");
        }

        @Override
        public void serverLost(ServerKind server, String report) {
            log.atError()
                    .addKeyValue("server", server.id())
                    .addKeyValue("report", report)
                    .log("Server of the tests lost");
        }
    }
}
