package io.graphsync.sink.verify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graphsync.sink.database.DatabaseSettings;
import io.graphsync.sink.job.JobKind;
import io.graphsync.sink.job.JobState;
import io.graphsync.sink.job.JobStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** What comparisons found, kept in PostgreSQL; and by it, through which moment the graph is known to have been right. */
public final class VerifyHistory {
    private static final Duration KEPT = Duration.ofDays(90);

    private final DatabaseSettings database;

    /** Makes a history that is kept here. */
    public VerifyHistory(DatabaseSettings database) {
        this.database = database;
    }

    /**
     * Adds what a comparison found, and forgets those of more than 90 days ago.
     *
     * @param by who made it
     * @return the moment through which the graph was found equal last; empty where it never was
     * @throws io.graphsync.sink.job.JobException if it can't be written
     */
    public Optional<Instant> add(VerifyReport report, String by) {
        try (JobStore jobs = JobStore.open(database)) {
            ObjectNode options = JsonNodeFactory.instance
                    .objectNode()
                    .put("mode", report.mode().name().toLowerCase(Locale.ROOT));
            jobs.end(jobs.create(JobKind.VERIFY, options, "", by).id(), JobState.DONE, toJson(report));
            jobs.forget(JobKind.VERIFY, KEPT);
            return jobs.verifiedThrough();
        }
    }

    /** Returns the part of a report that is kept. */
    public static ObjectNode toJson(VerifyReport report) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("equal", report.isEqual())
                .put("through", report.through().toString())
                .put("differences", report.differences())
                .put("in_flight", report.inFlight());
        ArrayNode kept = json.putArray("kept");
        report.kept().forEach(difference -> kept.add(difference.toString()));
        return json;
    }
}
