package io.graphsync.schema.plan;

import io.graphsync.schema.file.FileRef;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A file's row in the history of its store.
 *
 * @param checksum the checksum when it was run last
 * @param finished false if it stopped half-way
 * @param statementsDone how many of its statements are done
 * @param doneDigest digest of the statements that are done, so that a resumed file can be known to start the same way
 * @param appliedAt when it was finished
 * @param fingerprint what it said when it was run last, whatever its formatting was; empty if that was not recorded
 */
public record AppliedFile(
        FileRef ref,
        String name,
        String checksum,
        boolean finished,
        int statementsDone,
        int statementsTotal,
        String doneDigest,
        Optional<Instant> appliedAt,
        String appliedBy,
        Duration duration,
        String toolVersion,
        Optional<String> fingerprint) {}
