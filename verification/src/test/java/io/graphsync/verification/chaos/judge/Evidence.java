package io.graphsync.verification.chaos.judge;

import io.graphsync.sink.verify.VerifyReport;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What the stores and the topics hold after a run.
 *
 * @param rows of the outbox
 * @param unsent rows of the outbox that no topic holds
 * @param confirmedButGone poison rows whose commit was confirmed and that the outbox does not have
 * @param expectedLetters rows of the outbox that can't be applied
 * @param openLetters what the dead-letter topic holds
 * @param markedRows rows of the outbox that say that they are dead letters
 * @param graph the comparison of graph and rows
 * @param versions elements whose version in the graph is not that of their newest event
 * @param states rows of the outbox by their state, where the pipeline tells it
 */
record Evidence(
        long rows,
        Set<UUID> unsent,
        Set<UUID> confirmedButGone,
        Set<UUID> expectedLetters,
        Set<UUID> openLetters,
        Set<UUID> markedRows,
        VerifyReport graph,
        List<String> versions,
        Optional<Map<String, Long>> states) {
    /** Copies the collections. */
    Evidence {
        unsent = Set.copyOf(unsent);
        confirmedButGone = Set.copyOf(confirmedButGone);
        expectedLetters = Set.copyOf(expectedLetters);
        openLetters = Set.copyOf(openLetters);
        markedRows = Set.copyOf(markedRows);
        versions = List.copyOf(versions);
        states = states.map(Map::copyOf);
    }
}
