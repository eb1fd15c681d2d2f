package io.graphsync.schema.review.pg;

import io.graphsync.schema.parse.PgNode;
import java.util.List;
import java.util.Optional;

/**
 * The definition of a function or procedure.
 *
 * @param text the statement that creates it
 */
record Routine(PgNode tree, String text) {
    /** Whether one replaces the other. */
    boolean hasParametersOf(Routine other) {
        return types().equals(other.types());
    }

    private List<List<String>> types() {
        return tree.children("parameters").stream()
                .filter(parameter ->
                        !List.of("FUNC_PARAM_OUT", "FUNC_PARAM_TABLE").contains(parameter.text("mode")))
                .map(parameter -> Optional.of(parameter)
                        .flatMap(found -> found.child("argType"))
                        .map(type -> type.names("names"))
                        .orElse(List.of()))
                .toList();
    }
}
