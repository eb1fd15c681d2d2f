package io.graphsync.stack.junit;

import io.graphsync.stack.ServerKind;
import io.graphsync.stack.Stack;
import io.graphsync.stack.StackListener;
import io.graphsync.stack.StackOptions;
import io.graphsync.stack.StackProvider;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The stacks of this JVM, by name: each server starts when a test first asks for it, all end with the JVM. */
final class SharedStack {
    private static final Logger log = LoggerFactory.getLogger(SharedStack.class);

    /** Guarded by the class. */
    private static final Map<String, Stack> stacks = new HashMap<>();

    private SharedStack() {}

    /** A stack with those servers running, also those that a test before left stopped, killed or paused. */
    static Stack with(String name, Set<ServerKind> servers) {
        Stack shared = find(name);
        shared.require(servers);
        for (ServerKind kind : servers) {
            shared.server(kind).resume();
            shared.server(kind).start();
        }
        return shared;
    }

    private static synchronized Stack find(String name) {
        return stacks.computeIfAbsent(name, any -> {
            Stack opened = StackProvider.selected().open(StackOptions.of().withListener(new LoggingListener()));
            Runtime.getRuntime().addShutdownHook(new Thread(opened::close, "end-of-stack"));
            return opened;
        });
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
