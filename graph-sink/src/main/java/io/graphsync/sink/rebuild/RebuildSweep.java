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

/** A rebuild in place of what differs alone: compares, mends, and compares once more. One thread. */
final class RebuildSweep {
    private static final VerifyOptions COMPARISON =
            new VerifyOptions(VerifyOptions.Mode.DIGEST, Duration.ofSeconds(60), 50);
    private static final String SWEEP = "sweep";

    private final GraphVerifier verifier;
    private final Consumer<RebuildProgress> listener;
    private final RebuildProgress progress = new RebuildProgress(0, JsonNodeFactory.instance.objectNode());

    RebuildSweep(RebuildSettings settings, Consumer<RebuildProgress> listener) {
        this.verifier = new GraphVerifier(settings.database(), settings.graph());
        this.listener = listener;
    }

    static ObjectNode options() {
        return JsonNodeFactory.instance.objectNode().put("from", SWEEP);
    }

    static boolean is(Job job) {
        return job.options().path("from").asText().equals(SWEEP);
    }

    RebuildWork.Ended run() throws InterruptedException {
        VerifyReport before = compare();
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.set("found", VerifyHistory.toJson(before));
        Repaired repaired = verifier.repair(before);
        result.put("sent", repaired.sent()).put("removed", repaired.removed());
        result.set("verify", VerifyHistory.toJson(compare()));
        return new RebuildWork.Ended(RebuildWork.End.FINISHED, result);
    }

    VerifyReport compare() throws InterruptedException {
        return verifier.verify(COMPARISON, (subject, compared) -> {
            progress.activity("comparing, " + compared + " so far");
            listener.accept(progress);
        });
    }
}
