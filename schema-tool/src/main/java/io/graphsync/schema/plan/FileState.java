package io.graphsync.schema.plan;

import java.time.Duration;
import java.time.Instant;

/** Where a migration file stands. */
public sealed interface FileState {
    /** It was applied as it is now. */
    record Applied(Instant at, String by, Duration duration) implements FileState {}

    /** It will be applied. */
    record Pending() implements FileState {}

    /** It stopped after so many of its statements, and goes on there. */
    record HalfDone(int statementsDone) implements FileState {}

    /** Its rollback stopped half-way, and goes on with the next one. */
    record HalfUndone() implements FileState {}

    /** It waits for something that is not there; that is no error. */
    record HeldBack(String reason) implements FileState {}

    /** It, or what was applied of it, is not what the history says. */
    record Changed(String reason) implements FileState {}

    /** The history knows it, but it is not on disk. */
    record Missing() implements FileState {}

    /** It came after files with higher numbers had been applied. */
    record OutOfOrder(String reason) implements FileState {}

    /** The one word for this state in reports. */
    default String word() {
        return switch (this) {
            case Applied ignored -> "applied";
            case Pending ignored -> "pending";
            case HalfDone ignored -> "half done";
            case HalfUndone ignored -> "half undone";
            case HeldBack ignored -> "held back";
            case Changed ignored -> "changed";
            case Missing ignored -> "missing";
            case OutOfOrder ignored -> "out of order";
        };
    }

    /** True for what a run would apply. */
    default boolean runs() {
        return this instanceof Pending || this instanceof HalfDone;
    }

    /** True for what makes a check fail. */
    default boolean wrong() {
        return this instanceof Changed
                || this instanceof HalfUndone
                || this instanceof Missing
                || this instanceof OutOfOrder;
    }
}
