package io.graphsync.console.demo;

import java.util.ArrayDeque;
import java.util.Deque;

/** What the demo opened, closed in reverse order, once, by whoever comes first: the main thread or the signal's. */
final class Resources implements AutoCloseable {
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private volatile boolean closing;

    /**
     * Takes charge of a resource.
     *
     * @throws IllegalStateException if everything is being closed already; the resource is closed too
     */
    <T extends AutoCloseable> T own(T resource) {
        synchronized (opened) {
            if (!closing) {
                opened.push(resource);
                return resource;
            }
        }
        closeQuietly(resource);
        throw new IllegalStateException("the demo is stopping");
    }

    /** Returns whether the end has begun. */
    boolean closing() {
        return closing;
    }

    @Override
    public synchronized void close() {
        synchronized (opened) {
            closing = true;
        }
        while (!opened.isEmpty()) {
            closeQuietly(opened.pop());
        }
    }

    /** One resource that can't be closed must not keep the others, above all the servers, from being closed. */
    private static void closeQuietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            System.err.println("graphsync: while stopping: " + e);
        }
    }
}
