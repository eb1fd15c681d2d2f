package io.graphsync.retry.erasure;

import java.util.List;
import java.util.Set;

/**
 * What topics keep of a user.
 *
 * @param keys elements of the user whose newest record in a partition still has a value
 * @param superseded records about the user that a newer one of their key stands behind: compaction removes them
 * @param mentions newest records of elements that are not the user's and yet name the user, by topic and key
 * @param letters ids of open dead letters about the user
 * @param waiting records about the user in the retry topics, which expire
 * @param read how many records were looked at
 */
record TopicTraces(
        List<EventKey> keys, long superseded, List<String> mentions, Set<String> letters, long waiting, long read) {
    /** Copies the collections. */
    TopicTraces {
        keys = List.copyOf(keys);
        mentions = List.copyOf(mentions);
        letters = Set.copyOf(letters);
    }
}
