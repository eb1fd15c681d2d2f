package io.graphsync.sink.verify;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/** The question that kept a store busy for the longest time. Safe for use by many threads. */
final class LongestQuestion {
    private final AtomicReference<Question> longest = new AtomicReference<>(Question.NONE);

    /** Takes note of one that began at a value of {@link System#nanoTime}. */
    void ended(String statement, long began) {
        Question question = new Question(statement, Duration.ofNanos(System.nanoTime() - began));
        longest.accumulateAndGet(question, (one, other) -> one.took().compareTo(other.took()) < 0 ? other : one);
    }

    Question get() {
        return longest.get();
    }
}
