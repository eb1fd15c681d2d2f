package io.graphsync.sink.rebuild;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graphsync.sink.job.Job;
import io.graphsync.sink.verify.GraphVerifier;
import io.graphsync.sink.verify.GraphVerifier.Repaired;
import io.graphsync.sink.verify.VerifyHistory;
import io.graphsync.sink.verify.VerifyOptions;
import io.graphsync.sink.verify.VerifyReport;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A rebuild in place of what differs alone: compares, mends, and compares once more. Where PostgreSQL was restored from a backup it
 * first takes PostgreSQL's versions past those of the graph. One thread.
 */
final class RebuildSweep {
    private static final VerifyOptions COMPARISON =
            new VerifyOptions(VerifyOptions.Mode.DIGEST, Duration.ofSeconds(60), 50);
    private static final String SWEEP = "sweep";
    private static final String RESTORED = "restored";

    private final RebuildSettings settings;
    private final GraphVerifier verifier;
    private final Consumer<RebuildProgress> listener;
    private final RebuildProgress progress = new RebuildProgress(0, JsonNodeFactory.instance.objectNode());

    RebuildSweep(RebuildSettings settings, Consumer<RebuildProgress> listener) {
        this.settings = settings;
        this.verifier = new GraphVerifier(settings.database(), settings.graph());
        this.listener = listener;
    }

    /**
     * Returns what is kept with the job.
     *
     * @param restored whether PostgreSQL was restored from a backup, and its versions have to be raised first
     */
    static ObjectNode options(boolean restored) {
        return JsonNodeFactory.instance.objectNode().put("from", SWEEP).put(RESTORED, restored);
    }

    static boolean is(Job job) {
        return job.options().path("from").asText().equals(SWEEP);
    }

    RebuildWork.Ended run(Job job) throws InterruptedException {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        if (job.options().path(RESTORED).asBoolean()) {
            result.set(RESTORED, advance(true));
        }
        VerifyReport before = compare();
        result.set("found", VerifyHistory.toJson(before));
        Repaired repaired = verifier.repair(before);
        result.put("sent", repaired.sent()).put("removed", repaired.removed());
        result.set("verify", VerifyHistory.toJson(compare()));
        return new RebuildWork.Ended(RebuildWork.End.FINISHED, result);
    }

    /**
     * Looks whether PostgreSQL is behind what topics and graph have from it.
     *
     * @param execute whether it is taken past that
     * @return the numbers
     */
    ObjectNode advance(boolean execute) throws InterruptedException {
        progress.activity("looking for the highest version in topics and graph");
        listener.accept(progress);
        KnownVersions known = KnownVersions.find(settings);
        return settings.askPostgres(connection -> {
            VersionAdvance advance = VersionAdvance.find(connection);
            boolean needed = advance.isNeeded(known);
            if (execute && needed) {
                advance.run(connection, known);
            }
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("needed", needed)
                    .put("seq", advance.seq())
                    .put("seq_elsewhere", known.seq())
                    .put("beat", advance.beat())
                    .put("beat_elsewhere", known.beat())
                    .put("rows_of_another_server", advance.strangers());
        });
    }

    VerifyReport compare() throws InterruptedException {
        return verifier.verify(COMPARISON, (subject, compared) -> {
            progress.activity("comparing, " + compared + " so far");
            listener.accept(progress);
        });
    }
}
