package io.graphsync.sink.job;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * What is kept of a job.
 *
 * @param id its id
 * @param kind what it does
 * @param state where it is in its life
 * @param options what it was started with
 * @param checkpoint from where it goes on
 * @param progress how far it has come, for people
 * @param result what it found, when it has ended
 * @param note why it was started
 * @param startedBy who started it
 * @param startedAt when, by PostgreSQL's clock
 * @param updatedAt when its process was last heard of
 * @param endedAt when it ended
 * @param cancelledBy who wants it to end
 */
public record Job(
        UUID id,
        JobKind kind,
        JobState state,
        JsonNode options,
        JsonNode checkpoint,
        JsonNode progress,
        JsonNode result,
        String note,
        String startedBy,
        Instant startedAt,
        Instant updatedAt,
        Optional<Instant> endedAt,
        Optional<String> cancelledBy) {
    /** Checks that all are there. */
    public Job {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(checkpoint, "checkpoint");
        Objects.requireNonNull(progress, "progress");
        Objects.requireNonNull(result, "result");
        Objects.requireNonNull(note, "note");
        Objects.requireNonNull(startedBy, "startedBy");
        Objects.requireNonNull(startedAt, "startedAt");
        Objects.requireNonNull(updatedAt, "updatedAt");
        Objects.requireNonNull(endedAt, "endedAt");
        Objects.requireNonNull(cancelledBy, "cancelledBy");
    }

    /** Returns the same job as it is where no process works on it. */
    public Job withoutProcess() {
        return state != JobState.RUNNING
                ? this
                : new Job(
                        id,
                        kind,
                        JobState.INTERRUPTED,
                        options,
                        checkpoint,
                        progress,
                        result,
                        note,
                        startedBy,
                        startedAt,
                        updatedAt,
                        endedAt,
                        cancelledBy);
    }
}
