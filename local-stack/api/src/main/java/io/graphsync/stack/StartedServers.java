package io.graphsync.stack;

import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The servers of a stack that serve, for those who provide one. Safe for use by several threads. */
public final class StartedServers {
    private final StackListener listener;
    private final Map<ServerKind, StackServer> servers = new ConcurrentHashMap<>();

    public StartedServers(StackListener listener) {
        this.listener = listener;
    }

    /**
     * Starts those that do not serve yet, side by side, and waits until they do. Throws {@link StackException} where one
     * fails; another call tries that one again, newly defined.
     */
    public synchronized void require(Set<ServerKind> wanted, Function<ServerKind, StackServer> definition) {
        var starts = new ArrayList<CompletableFuture<Void>>();
        for (ServerKind kind : wanted) {
            if (!servers.containsKey(kind)) {
                starts.add(startInBackground(kind, definition.apply(kind)));
            }
        }
        try {
            CompletableFuture.allOf(starts.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof StackException known ? known : new StackException("The stack failed", e);
        }
    }

    private CompletableFuture<Void> startInBackground(ServerKind kind, StackServer server) {
        var started = new CompletableFuture<Void>();
        Thread.ofPlatform().name("start-" + kind.id()).daemon(true).start(() -> {
            long from = System.nanoTime();
            try {
                server.start();
                servers.put(kind, server);
                long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from);
                listener.progress("%s serves after %.1f s".formatted(kind.id(), millis / 1000.0));
                started.complete(null);
            } catch (RuntimeException e) {
                started.completeExceptionally(e);
            }
        });
        return started;
    }

    /** The server; throws {@link IllegalStateException} where nobody asked for it. */
    public StackServer get(ServerKind kind) {
        StackServer server = servers.get(kind);
        if (server == null) {
            throw new IllegalStateException("Nobody asked this stack for " + kind.id());
        }
        return server;
    }
}
