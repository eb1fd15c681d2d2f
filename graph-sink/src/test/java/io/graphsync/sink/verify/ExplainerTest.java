package io.graphsync.sink.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.sink.verify.Explanation.Cause;
import io.graphsync.sink.verify.OutboxFact.State;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ExplainerTest {
    private static final UUID EVENT = new UUID(0, 1);
    private static final ElementState ROW = state("system");
    private static final GraphElement SENT = new GraphElement(state("user"), Optional.of(5L));
    private static final GraphElement FOREIGN = new GraphElement(state("user"), Optional.empty());

    private static ElementState state(String type) {
        return new ElementState(new ElementState.Key("m", ""), Map.of("type", type));
    }

    private static Optional<OutboxFact> event(State state, Optional<ElementState> payload) {
        return Optional.of(new OutboxFact(EVENT, 5, state, payload));
    }

    private static Cause cause(Optional<ElementState> row, List<GraphElement> found, Optional<OutboxFact> newest) {
        return Explainer.explain(row, found, newest).cause();
    }

    @Test
    void an_event_that_has_not_arrived_explains_it_and_is_named() {
        Map.of(
                        State.PENDING, Cause.IN_FLIGHT,
                        State.RETRYING, Cause.RETRYING,
                        State.DEADLETTER, Cause.DEAD_LETTERED)
                .forEach((state, cause) -> assertThat(
                                Explainer.explain(Optional.of(ROW), List.of(SENT), event(state, Optional.of(ROW))))
                        .isEqualTo(new Explanation(cause, Optional.of(EVENT))));
    }

    @Test
    void a_row_that_says_what_its_newest_event_said_was_changed_in_the_graph() {
        assertThat(cause(Optional.of(ROW), List.of(SENT), event(State.DONE, Optional.of(ROW))))
                .isEqualTo(Cause.CHANGED_IN_GRAPH);
        assertThat(cause(Optional.of(ROW), List.of(), event(State.DONE, Optional.of(ROW))))
                .isEqualTo(Cause.CHANGED_IN_GRAPH);
    }

    @Test
    void a_row_that_says_something_else_was_never_sent() {
        assertThat(cause(Optional.of(ROW), List.of(SENT), event(State.DONE, Optional.of(state("user")))))
                .isEqualTo(Cause.NEVER_SENT);
        assertThat(cause(Optional.of(ROW), List.of(), event(State.DONE, Optional.empty())))
                .as("the newest event deleted it, and the row came back")
                .isEqualTo(Cause.NEVER_SENT);
    }

    @Test
    void without_a_row_the_newest_event_tells_who_forgot() {
        assertThat(cause(Optional.empty(), List.of(SENT), event(State.DONE, Optional.of(ROW))))
                .isEqualTo(Cause.DELETED);
        assertThat(cause(Optional.empty(), List.of(SENT), event(State.DONE, Optional.empty())))
                .as("the delete was applied, and somebody brought it back")
                .isEqualTo(Cause.CHANGED_IN_GRAPH);
    }

    @Test
    void without_any_event_the_version_in_the_graph_tells() {
        assertThat(cause(Optional.empty(), List.of(FOREIGN), Optional.empty())).isEqualTo(Cause.CHANGED_IN_GRAPH);
        assertThat(cause(Optional.empty(), List.of(SENT), Optional.empty())).isEqualTo(Cause.DELETED);
        assertThat(cause(Optional.of(ROW), List.of(), Optional.empty())).isEqualTo(Cause.NEVER_SENT);
        assertThat(cause(Optional.of(ROW), List.of(SENT), Optional.empty())).isEqualTo(Cause.UNKNOWN);
    }
}
