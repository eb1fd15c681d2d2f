package io.graphsync.console.run;

import io.graphsync.console.health.Health;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts that one process runs, started in the order of the data and stopped in the same order, so that all drain. */
public final class PipelineProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PipelineProcess.class);

    private final List<Part> parts = new ArrayList<>();

    /** Adds a running part; from now on it is closed with the process. */
    public void add(Part part) {
        parts.add(part);
        LOG.atInfo().addKeyValue("part", part.name()).log("Part started");
    }

    /** Returns what ends exceptionally as soon as one part can't go on. */
    public CompletableFuture<Void> failure() {
        CompletableFuture<Void> first = new CompletableFuture<>();
        for (Part part : parts) {
            part.failure().whenComplete((nothing, failure) -> {
                if (failure != null) {
                    first.completeExceptionally(failure);
                }
            });
        }
        return first;
    }

    /** Returns the state of every part. A part that waits for a server is alive: a restart would not help. */
    public Health health() {
        Map<String, String> states = new LinkedHashMap<>();
        boolean live = true;
        boolean ready = true;
        for (Part part : parts) {
            boolean failed = part.failure().isCompletedExceptionally();
            live &= !failed;
            ready &= !failed && part.ready();
            states.put(part.name(), failed ? "failed" : part.ready() ? "running" : "waiting");
        }
        return new Health(live, ready && !parts.isEmpty(), states);
    }

    @Override
    public void close() {
        for (Part part : parts) {
            part.close();
            LOG.atInfo().addKeyValue("part", part.name()).log("Part stopped");
        }
        parts.clear();
    }
}
