package io.graphsync.outbox.event;

import java.util.List;
import java.util.stream.Collectors;

/** An event that no retry can mend: its headers or its payload break the contract. Names every problem. */
public final class InvalidEventException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<FieldProblem> problems;

    /** Takes at least one problem; the message joins them. */
    public InvalidEventException(List<FieldProblem> problems) {
        super(problems.stream().map(FieldProblem::toString).collect(Collectors.joining("; ")));
        this.problems = List.copyOf(problems);
    }

    /** Returns the problems in the order of the contract's fields. */
    public List<FieldProblem> problems() {
        return problems;
    }
}
