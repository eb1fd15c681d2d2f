package io.graphsync.console.letters;

import io.graphsync.retry.letters.Letter;
import java.util.ArrayList;
import java.util.List;

/** Cuts letters into batches whose payloads fit into memory together. Pure. */
final class PayloadBatches {
    private static final int MOST_LETTERS = 500;

    private PayloadBatches() {}

    /** Returns the batches in order; a letter with more bytes than that is one of its own. */
    static List<List<Letter>> of(List<Letter> letters, long maxBytes) {
        List<List<Letter>> batches = new ArrayList<>();
        List<Letter> batch = new ArrayList<>();
        long bytes = 0;
        for (Letter letter : letters) {
            if (!batch.isEmpty() && (batch.size() == MOST_LETTERS || bytes + letter.payloadBytes() > maxBytes)) {
                batches.add(List.copyOf(batch));
                batch.clear();
                bytes = 0;
            }
            batch.add(letter);
            bytes += letter.payloadBytes();
        }
        if (!batch.isEmpty()) {
            batches.add(List.copyOf(batch));
        }
        return batches;
    }
}
